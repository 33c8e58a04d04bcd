# fill.sh HOME: makes a node's home in HOME, an empty folder. Run once by /bin/sh -e in the chain's image, before the first start.
# What else a first home needs belongs here too: persistent_peers, an addrbook.json, a snapshot.
osmosisd init osmosis-0 --chain-id osmosis-1 --home "$1" >/dev/null

# `init` writes a genesis of a chain of its own. The real one is fetched (for some chains it is large), and must be the one you know.
wget -q -O "$1/config/genesis.json" https://example.org/osmosis-1/genesis.json
echo "0000000000000000000000000000000000000000000000000000000000000000  $1/config/genesis.json" | sha256sum -c -

# The keys of the secret node-keys: priv_validator_key.json, node_key.json. Without it those of `init` stay.
for key in /keys/*.json; do
  [ ! -e "$key" ] || cp "$key" "$1/config/"
done
