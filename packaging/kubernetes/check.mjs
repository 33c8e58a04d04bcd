// check.mjs FILE...: each document must be valid, and a changed one must not be: a check that accepts everything checks nothing.
import fs from "fs";
import yaml from "yaml";

const wrong = async document => {
  const { apiVersion, kind } = document;
  const model = (await import(`kubernetes-models/${apiVersion}/${kind}`))[kind];
  try {
    new model(document).validate();
    return null;
  } catch (error) {
    return error.message;
  }
};

let checked = 0;
for (const file of process.argv.slice(2).filter(file => !file.endsWith("kustomization.yaml"))) {
  for (const parsed of yaml.parseAllDocuments(fs.readFileSync(file, "utf8"), { merge: true })) {
    const document = parsed.toJS();
    const complaint = await wrong(document);
    if (complaint) {
      console.error(`${file}: ${document.kind} ${document.metadata.name}: ${complaint}`);
      process.exitCode = 1;
    }
    if (!(await wrong(document.spec ? { ...document, spec: { ...document.spec, noSuchField: 1, selector: "no selector", podSelector: 1 } } : { ...document, data: "no map" }))) {
      console.error(`${file}: ${document.kind}: a wrong document was accepted`);
      process.exitCode = 1;
    }
    checked++;
  }
}
console.log(`${checked} documents checked`);
