using System.Net.Sockets;

namespace Cosmovisor.Agent.Files;

/// <summary>The file of a socket that an earlier agent has left behind: a kill gives it no time to remove it.</summary>
internal static class UnixSocketFile
{
    /// <summary>Removes it where no program answers behind it. What is no socket, or answers, stays, and listening there fails.</summary>
    public static void RemoveStale(string path)
    {
        try
        {
            if (!File.Exists(path) || (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0 || !IsSocket(path))
            {
                return;
            }

            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
            }
            catch (SocketException ex) when (ex.SocketErrorCode == SocketError.ConnectionRefused)
            {
                File.Delete(path);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or SocketException or ArgumentException)
        {
            // Listening there will say why it cannot.
        }
    }

    // Opening a socket's file as one fails in a way of its own: only a socket refuses connections.
    private static bool IsSocket(string path)
    {
        using var handle = Libc.TryOpen(path);
        return handle is null;
    }
}
