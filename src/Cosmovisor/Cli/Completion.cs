using System.CommandLine;
using System.Text;

namespace Cosmovisor.Cli;

/// <summary><c>completion bash | zsh | fish</c>: what a shell needs to know to complete our commands, under both names.</summary>
/// <remarks>
/// All three scripts go by the path of commands typed so far (<c>backup create</c>) and offer what may follow it; where nothing of ours
/// may, files. Values, such as the names of backups, they ask for: <see cref="CompletionValues"/>. Behind <c>cosmovisor</c> stand the SDK's
/// commands alone: all else there is the daemon's.
/// </remarks>
internal static class Completion
{
    private static readonly string[] OfTheSdk =
        ["run", "init", "add-upgrade", "add-batch-upgrade", "prepare-upgrade", "show-upgrade-info", "config", "version", "help"];

    /// <param name="root">Asked for when the command runs: it holds this very command.</param>
    public static Command Of(Func<Command> root)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        _ = shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a script that completes our commands in a shell.") { shell };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(Script(parsed.GetRequiredValue(shell), root())));
        return command;
    }

    private static string Script(string shell, Command root)
    {
        var paths = Below(root, "").ToList();
        return shell switch
        {
            "bash" => Bash(paths),
            "zsh" => Zsh(paths),
            _ => Fish(paths),
        };
    }

    private static string Bash(List<(string Path, Command Command)> paths) =>
        $$"""
        # bash completion for cosmovisor and cosmovisorctl; made by: cosmovisorctl completion bash
        _cosmovisor_words() {
          case "$1" in
        {{Cases(paths)}}
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
            if (( COMP_CWORD == 1 )); then words='{{string.Join(' ', OfTheSdk)}}'; elif [[ " {{string.Join(' ', OfTheSdk[1..])}} " != *" ${COMP_WORDS[1]} "* ]]; then words=''; fi
          fi
          COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
          if [[ $1 == *cosmovisorctl ]]; then
            while IFS= read -r word; do COMPREPLY+=("$word"); done < <("$1" {{CompletionValues.Word}} "${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
          fi
        }

        complete -o default -F _cosmovisor cosmovisor cosmovisorctl

        """;

    private static string Zsh(List<(string Path, Command Command)> paths) =>
        $$"""
        #compdef cosmovisor cosmovisorctl
        # zsh completion for cosmovisor and cosmovisorctl; made by: cosmovisorctl completion zsh
        _cosmovisor_words() {
          case "$1" in
        {{Cases(paths)}}
            *) return 1 ;;
          esac
        }

        _cosmovisor() {
          local typed word offered
          for word in "${(@)words[2,CURRENT-1]}"; do
            _cosmovisor_words "$typed${typed:+ }$word" > /dev/null && typed="$typed${typed:+ }$word"
          done
          offered="$(_cosmovisor_words "$typed")"
          if [[ "$service" == cosmovisor ]]; then
            if (( CURRENT == 2 )); then offered='{{string.Join(' ', OfTheSdk)}}'; elif [[ " {{string.Join(' ', OfTheSdk[1..])}} " != *" ${words[2]} "* ]]; then offered=''; fi
          fi
          compadd -- ${=offered}
          if [[ "$service" == cosmovisorctl ]]; then
            compadd -- "${(@f)$("${words[1]}" {{CompletionValues.Word}} "${(@)words[2,CURRENT]}" 2> /dev/null)}"
          fi
          _files
        }

        _cosmovisor "$@"

        """;

    private static string Fish(List<(string Path, Command Command)> paths)
    {
        var script = new StringBuilder("# fish completion for cosmovisor and cosmovisorctl; made by: cosmovisorctl completion fish\n");
        _ = script.Append($$"""
            function __cosmovisor_values
                set -l typed (commandline -opc)
                set -l begun (commandline -ct)
                command -q $typed[1]; and command $typed[1] {{CompletionValues.Word}} $typed[2..] "$begun" 2> /dev/null
            end
            complete -c cosmovisorctl -a '(__cosmovisor_values)'

            """);

        foreach (var word in OfTheSdk)
        {
            _ = script.Append($"complete -c cosmovisor -n '__fish_is_nth_token 1' -a '{word}'\n");
        }

        foreach (var (path, command) in paths)
        {
            var seen = path.Length == 0 ? "__fish_is_nth_token 1"
                : string.Join("; and ", path.Split(' ').Select(word => $"__fish_seen_subcommand_from {word}"));

            foreach (var sub in command.Subcommands)
            {
                _ = script.Append($"complete -c cosmovisorctl -n '{seen}' -a '{sub.Name}' -d '{Quoted(sub.Description)}'\n");
            }

            foreach (var option in Options(command))
            {
                _ = script.Append($"complete -c cosmovisorctl -n '{seen}' -l '{option.Name[2..]}' -d '{Quoted(option.Description)}'\n");

                if (OfTheSdk.Contains(path))
                {
                    _ = script.Append($"complete -c cosmovisor -n '{seen}' -l '{option.Name[2..]}' -d '{Quoted(option.Description)}'\n");
                }
            }
        }

        return script.ToString();
    }

    private static string Cases(IEnumerable<(string Path, Command Command)> paths) =>
        string.Join('\n', paths.Select(one => $"    \"{one.Path}\") echo '{string.Join(' ', Words(one.Command))}' ;;"));

    private static IEnumerable<string> Words(Command command) =>
        [.. command.Subcommands.Select(sub => sub.Name), .. Options(command).Select(option => option.Name)];

    private static IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(command.Parents.SelectMany(Recursive))
            .Where(option => option.Name.StartsWith("--", StringComparison.Ordinal) && option.Name is not ("--version" or "--help"));

    private static IEnumerable<Option> Recursive(Symbol symbol) =>
        symbol is Command command ? [.. command.Options.Where(option => option.Recursive), .. command.Parents.SelectMany(Recursive)] : [];

    private static IEnumerable<(string Path, Command Command)> Below(Command command, string path) =>
        [(path, command), .. command.Subcommands.SelectMany(sub => Below(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}"))];

    private static string Quoted(string? text) => (text ?? "").Replace("'", "\\'", StringComparison.Ordinal);
}
