using Microsoft.Win32.SafeHandles;

namespace Cosmovisor.Linux;

/// <summary>The pipes between us and a program we run: its ends and ours.</summary>
internal sealed class ProgramStreams : IDisposable
{
    private int _input = -1;
    private int _output = -1;
    private int _error = -1;
    private int _ourOutput = -1;
    private int _ourError = -1;

    /// <exception cref="RefusedException">We may open no more files.</exception>
    public ProgramStreams(Command command)
    {
        try
        {
            _input = command.Input.IsEmpty ? Nothing() : PipeWith(command.Input);
            (_ourOutput, _output) = PipePair.Open();
            PipePair.NeverWait(Output);

            if (command.OnErrorLine is not null)
            {
                (_ourError, _error) = PipePair.Open();
                PipePair.NeverWait(Error);
            }

            Wake = new WakePipe();
        }
        catch (RefusedException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the program is to have as its input, output and error.</summary>
    public (int Input, int Output, int Error) OfTheProgram => (_input, _output, _error >= 0 ? _error : _output);

    /// <summary>Our end of its output.</summary>
    public int Output => _ourOutput;

    /// <summary>Our end of its standard error; -1 when that comes with its output.</summary>
    public int Error => _ourError;

    /// <summary>Ends a wait for the program.</summary>
    public WakePipe? Wake { get; }

    /// <summary>Once it has them: while we hold them too, no end is seen, and who writes to it never learns that nobody reads.</summary>
    public void CloseThoseOfTheProgram()
    {
        Close(ref _input);
        Close(ref _output);
        Close(ref _error);
    }

    public void Dispose()
    {
        CloseThoseOfTheProgram();
        Close(ref _ourOutput);
        Close(ref _ourError);
        Wake?.Dispose();
    }

    private static int Nothing() => Libc.Open("/dev/null", OpenFlags.CloseOnExec, 0) is >= 0 and var open ? open
        : throw new RefusedException($"cannot open /dev/null: {Errno.LastText}");

    // Written beside everything else, because a pipe may hold less. A program that ends without reading it breaks the pipe, and so the
    // writing.
    private static int PipeWith(ReadOnlyMemory<byte> input)
    {
        var (read, write) = PipePair.Open();
        _ = Task.Run(() =>
        {
            using var file = new FileStream(new SafeFileHandle(write, ownsHandle: true), FileAccess.Write, bufferSize: 0);

            try
            {
                file.Write(input.Span);
            }
            catch (IOException)
            {
                // It did not want to read so much.
            }
        });
        return read;
    }

    private static void Close(ref int number)
    {
        if (number >= 0)
        {
            FileDescriptor.Close(number);
            number = -1;
        }
    }
}
