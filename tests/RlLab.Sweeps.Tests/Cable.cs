using System.Net;
using System.Net.Sockets;

namespace RlLab.Sweeps.Tests;

/// <summary>A network in between, which can be cut and mended.</summary>
internal sealed class Cable : IDisposable
{
    private readonly IPEndPoint _target;
    private readonly List<TcpClient> _ends = [];
    private TcpListener _listener = new(IPAddress.Loopback, 0);

    public Cable(string host, int port)
    {
        _target = new IPEndPoint(IPAddress.Parse(host), port);
        Listen();
    }

    public int Port { get; private set; }

    public void Cut()
    {
        _listener.Stop();
        lock (_ends)
        {
            _ends.ForEach(end => end.Dispose());
            _ends.Clear();
        }
    }

    public void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        Listen();
    }

    public void Dispose() => Cut();

    private void Listen()
    {
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                lock (_ends)
                {
                    _ends.AddRange([near, far]);
                }

                await far.ConnectAsync(_target);
                _ = CarryAsync(near, far);
                _ = CarryAsync(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is cut.
        }
    }

    private static async Task CarryAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            to.Close();
        }
    }
}
