# bash completion for cosmovisor and cosmovisorctl; made by: cosmovisorctl completion bash
_cosmovisor_words() {
  case "$1" in
    "") echo 'version config init help prepare verify backup history rollback add-upgrade add-batch-upgrade prepare-upgrade show-upgrade-info schedule completion' ;;
    "version") echo '--output --cosmovisor-only' ;;
    "config") echo '--json' ;;
    "init") echo '--yes' ;;
    "help") echo '' ;;
    "prepare") echo '--info --link' ;;
    "verify") echo '' ;;
    "backup") echo 'create list verify restore prune' ;;
    "backup create") echo '--name' ;;
    "backup list") echo '--json' ;;
    "backup verify") echo '--deep' ;;
    "backup restore") echo '--yes --unsafe-old-sign-state' ;;
    "backup prune") echo '--keep' ;;
    "history") echo '--json' ;;
    "rollback") echo '--yes' ;;
    "add-upgrade") echo '--force --upgrade-height --restart-now' ;;
    "add-batch-upgrade") echo '--upgrade-list --upgrade-file --force --restart-now' ;;
    "prepare-upgrade") echo '' ;;
    "show-upgrade-info") echo '' ;;
    "schedule") echo 'list remove' ;;
    "schedule list") echo '--json' ;;
    "schedule remove") echo '--restart-now' ;;
    "completion") echo '' ;;
    *) return 1 ;;
  esac
}

_cosmovisor() {
  local path word words
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    _cosmovisor_words "$path${path:+ }$word" > /dev/null && path="$path${path:+ }$word"
  done
  words=$(_cosmovisor_words "$path")
  if [[ $1 == *cosmovisor ]]; then
    if (( COMP_CWORD == 1 )); then words='run init add-upgrade add-batch-upgrade prepare-upgrade show-upgrade-info config version help'; elif [[ " init add-upgrade add-batch-upgrade prepare-upgrade show-upgrade-info config version help " != *" ${COMP_WORDS[1]} "* ]]; then words=''; fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}

complete -o default -F _cosmovisor cosmovisor cosmovisorctl
