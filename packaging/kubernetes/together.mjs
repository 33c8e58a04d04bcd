// together.mjs FILE: what Kustomize has made of an overlay: the documents must find each other by the names and labels they have now.
import fs from "fs";
import yaml from "yaml";

const documents = yaml.parseAllDocuments(fs.readFileSync(process.argv[2], "utf8"), { merge: true }).map(parsed => parsed.toJS());
const of = kind => documents.filter(document => document.kind === kind);
const named = (kind, name) => of(kind).some(document => document.metadata.name === name);
const [node] = of("StatefulSet");
const pod = node.spec.template;
const containers = [...pod.spec.initContainers, ...pod.spec.containers];

const finds = labels => {
  const wanted = Object.entries(labels ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => pod.metadata.labels[key] === value);
};

// Whether a rule's labels are mixed with those of the pod: it would let in the pod itself alone.
const mixed = labels => Object.keys(labels ?? {}).some(label => label in pod.metadata.labels);

const listens = (container, wanted) => (container.ports ?? []).some(({ name, containerPort }) => wanted === name || wanted === containerPort);
const musts = [
  ["the set finds its pods", finds(node.spec.selector.matchLabels)],
  ["the set's service is there", named("Service", node.spec.serviceName)],
  ...of("Service").map(({ metadata, spec }) => [`service ${metadata.name} finds the pod, and a port of it`, finds(spec.selector) && spec.ports.every(({ targetPort }) => containers.some(container => listens(container, targetPort)))]),
  ...of("PodDisruptionBudget").map(({ metadata, spec }) => [`budget ${metadata.name} finds the pod`, finds(spec.selector.matchLabels)]),
  ...of("NetworkPolicy").map(({ metadata, spec }) => [`policy ${metadata.name} finds the pod`, finds(spec.podSelector.matchLabels)]),
  ...of("NetworkPolicy").map(({ metadata, spec }) => [`policy ${metadata.name} lets in others than the pod itself`,
    !spec.ingress.flatMap(rule => rule.from ?? []).some(({ podSelector }) => mixed(podSelector?.matchLabels))]),
  ...containers.map(({ name, image }) => [`the image of ${name} is the overlay's: ${image}`, image.includes("/")]),
  ...containers.flatMap(({ name, envFrom }) => (envFrom ?? []).map(({ configMapRef }) => [`the settings of ${name} are there: ${configMapRef.name}`, named("ConfigMap", configMapRef.name)])),
  ...containers.flatMap(({ name, volumeMounts }) => volumeMounts.map(mount => [`the volume ${mount.name} of ${name} is there`,
    [...(pod.spec.volumes ?? []), ...node.spec.volumeClaimTemplates.map(claim => claim.metadata)].some(volume => volume.name === mount.name)])),
  ["all of it is in the overlay's namespace", documents.every(({ metadata }) => metadata.namespace === node.metadata.namespace && metadata.namespace)],
];

for (const [what] of musts.filter(([, isSo]) => !isSo)) {
  console.error(`not so: ${what}`);
  process.exitCode = 1;
}
console.log(`${musts.length} things that belong together checked`);
