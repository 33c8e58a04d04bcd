# bash completion for cosmovisor and cosmovisorctl; made by: cosmovisorctl completion bash
_cosmovisor_words() {
  case "$1" in
    "") echo 'run version config init help prepare verify status look-ahead doctor upgrade hold release backup history rollback fleet notify add-upgrade add-batch-upgrade prepare-upgrade show-upgrade-info schedule completion --cosmovisor-config --node' ;;
    "run") echo '--cosmovisor-config' ;;
    "version") echo '--output --cosmovisor-only --cosmovisor-config' ;;
    "config") echo '--json --cosmovisor-config' ;;
    "init") echo '--yes --cosmovisor-config' ;;
    "help") echo '--cosmovisor-config' ;;
    "prepare") echo '--info --link --cosmovisor-config' ;;
    "verify") echo '--cosmovisor-config' ;;
    "status") echo '--json --watch --alive --all --cosmovisor-config' ;;
    "look-ahead") echo '--json --cosmovisor-config' ;;
    "doctor") echo '--json --cosmovisor-config' ;;
    "upgrade") echo '--now --link --at --force --take-back --cancel --dry-run --json --cosmovisor-config' ;;
    "hold") echo '--for --why --cosmovisor-config' ;;
    "release") echo '--cosmovisor-config' ;;
    "backup") echo 'create list verify restore prune --cosmovisor-config' ;;
    "backup create") echo '--name --cosmovisor-config' ;;
    "backup list") echo '--json --cosmovisor-config' ;;
    "backup verify") echo '--deep --cosmovisor-config' ;;
    "backup restore") echo '--yes --unsafe-old-sign-state --to --half --cosmovisor-config' ;;
    "backup prune") echo '--keep --cosmovisor-config' ;;
    "history") echo '--json --cosmovisor-config' ;;
    "rollback") echo '--yes --cosmovisor-config' ;;
    "fleet") echo 'status schedule rollout forget unlock --cosmovisor-config' ;;
    "fleet status") echo '--json --watch --cosmovisor-config' ;;
    "fleet schedule") echo 'add list remove --cosmovisor-config' ;;
    "fleet schedule add") echo '--height --link --only --arm --order --max-unavailable --soak --cosmovisor-config' ;;
    "fleet schedule list") echo '--json --cosmovisor-config' ;;
    "fleet schedule remove") echo '--cosmovisor-config' ;;
    "fleet rollout") echo 'list pause resume abort --link --arm --order --max-unavailable --soak --only --cosmovisor-config' ;;
    "fleet rollout list") echo '--json --cosmovisor-config' ;;
    "fleet rollout pause") echo '--cosmovisor-config' ;;
    "fleet rollout resume") echo '--cosmovisor-config' ;;
    "fleet rollout abort") echo '--cosmovisor-config' ;;
    "fleet forget") echo '--cosmovisor-config' ;;
    "fleet unlock") echo '--cosmovisor-config' ;;
    "notify") echo '--test --cosmovisor-config' ;;
    "add-upgrade") echo '--force --upgrade-height --restart-now --cosmovisor-config' ;;
    "add-batch-upgrade") echo '--upgrade-list --upgrade-file --force --restart-now --cosmovisor-config' ;;
    "prepare-upgrade") echo '--cosmovisor-config' ;;
    "show-upgrade-info") echo '--cosmovisor-config' ;;
    "schedule") echo 'list remove --cosmovisor-config' ;;
    "schedule list") echo '--json --cosmovisor-config' ;;
    "schedule remove") echo '--restart-now --cosmovisor-config' ;;
    "completion") echo '--cosmovisor-config' ;;
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
  if [[ $1 == *cosmovisorctl ]]; then
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <("$1" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
  fi
}

complete -o default -F _cosmovisor cosmovisor cosmovisorctl
