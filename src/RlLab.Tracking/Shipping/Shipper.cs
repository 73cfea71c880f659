using System.Globalization;
using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>
/// Follows the journals of runs, also those that other processes write, and sends them to one MLflow server behind them.
/// </summary>
/// <remarks>
/// An outage of the server delays the sending and nothing else. What was acknowledged is remembered in the run's folder; what was
/// not is sent again, and sending again changes nothing. A run is found by its tag <c>rllab.run</c> before it is created.
/// </remarks>
public sealed class Shipper : IAsyncDisposable
{
    private readonly ShipperOptions _options;
    private readonly TimeProvider _clock;
    private readonly Persistence _persistence;
    private readonly MlflowClient _client;
    private readonly ShippingDestination _destination;
    private readonly Dictionary<string, Shipment> _shipments = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;
    private bool _isDisposed;

    private Shipper(MlflowSettings settings, ShipperOptions options, TimeProvider clock, RandomGenerator random,
        HttpMessageHandler? handler)
    {
        _options = options;
        _clock = clock;
        _persistence = new Persistence(options, settings.Retry, clock, random);
        _client = new MlflowClient(settings, clock, handler, _persistence.Repeating(), () => _persistence.Timeout);
        _destination = new ShippingDestination(_client, options.Destination ?? settings.Address.AbsoluteUri, _persistence);
        _following = Task.Run(FollowAsync);
    }

    /// <summary>Why the server cannot be sent to now; null if it can, as far as known.</summary>
    public MlflowException? Outage => _persistence.Outage;

    /// <summary>Starts a shipper; it works until it is completed or disposed.</summary>
    /// <param name="settings">Which server, as whom, and how.</param>
    /// <param name="options">How it works.</param>
    /// <param name="clock">For waits.</param>
    /// <param name="random">For the chance in the waits between tries.</param>
    /// <param name="handler">What sends the requests instead of the network.</param>
    /// <exception cref="MlflowSettingsException">A certificate's file cannot be read.</exception>
    public static Shipper Start(
        MlflowSettings settings, ShipperOptions options, TimeProvider clock, RandomGenerator random,
        HttpMessageHandler? handler = null) =>
        new(settings, options, clock, random, handler);

    /// <summary>Sends a run from now on; what is recorded of it already too. Asking twice changes nothing.</summary>
    /// <param name="folder">The run's folder; it may come to be later.</param>
    public void Follow(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        lock (_shipments)
        {
            if (!_shipments.ContainsKey(folder))
            {
                _shipments.Add(folder, new Shipment(folder, _destination));
            }
        }
    }

    /// <summary>Sends what is left, says what could not be sent, and ends the shipper's work.</summary>
    /// <param name="patience">How long nothing may get through before it gives up; as long as something does, it goes on.</param>
    /// <param name="cancellation">Ends the waiting; the report is given all the same.</param>
    public async Task<ShippingReport> CompleteAsync(ShippingPatience patience, CancellationToken cancellation = default)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _persistence.Begin(patience);
        await RepeatAsync(untilSent: true, cancellation).ConfigureAwait(false);
        var report = Report();
        return report.IsComplete || _persistence.GaveUpAfter is not { } waited
            ? report
            : report with
            {
                Outage = string.Create(
                    CultureInfo.InvariantCulture, $"{report.Outage} {_client.Settings.Address} took nothing for {waited.TotalSeconds:0.#} seconds."),
            };
    }

    /// <summary>Says what has been sent and what has not, without asking the server.</summary>
    public ShippingReport Report()
    {
        var runs = Shipments().Select(Report).OfType<RunReport>().OrderBy(run => run.Header.StartTime).ToList();
        return new ShippingReport(_destination.Name, runs, Outage?.Message);
    }

    /// <summary>Stops at once; what is not sent stays in the journals.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _following.ConfigureAwait(false);
            _client.Dispose();
            _stop.Dispose();
        }
    }

    private Task FollowAsync() => RepeatAsync(untilSent: false, _stop.Token);

    private async Task RepeatAsync(bool untilSent, CancellationToken cancellation)
    {
        var rounds = _persistence.BeginStep();
        try
        {
            while (true)
            {
                var before = _destination.Acknowledged;
                var failure = await RoundAsync(cancellation).ConfigureAwait(false);
                rounds = _destination.Acknowledged > before ? _persistence.BeginStep() : rounds;
                if (failure is not null)
                {
                    if (!await _persistence.MayRepeatAsync(rounds, failure, cancellation).ConfigureAwait(false))
                    {
                        return;
                    }
                }
                else if (untilSent && (_persistence.IsOver(rounds) || !Shipments().Any(shipment => shipment.WantsAnotherRound)))
                {
                    return;
                }
                else
                {
                    await Task.Delay(_options.Interval, _clock, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>Sends what there is of every run.</summary>
    /// <returns>What is the matter with the server, and so with every run; null where nothing is.</returns>
    private async Task<MlflowException?> RoundAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var shipment in Shipments().Where(shipment => shipment.MayHaveNews))
            {
                await SendAsync(shipment, cancellation).ConfigureAwait(false);
            }

            _persistence.Succeeded();
            return null;
        }
        catch (MlflowException error) when (!error.IsAboutTheRequest)
        {
            return error;
        }
    }

    private async Task SendAsync(Shipment shipment, CancellationToken cancellation)
    {
        shipment.WantsAnotherRound = false;
        try
        {
            using var turn = ShippingTurn.Take(shipment.Folder, _destination.Name);
            await shipment.SendAsync(parent => FindParentAsync(shipment, parent, cancellation), cancellation)
                .ConfigureAwait(false);
            shipment.Problem = null;
        }
        catch (ShipmentBusyException error)
        {
            (shipment.Problem, shipment.WantsAnotherRound) = (error.Message, true);
        }
        catch (MlflowException error) when (error.Failure == MlflowFailure.NotFound && shipment.MayStartOver)
        {
            // The server lost what it had: once more from the start, and perhaps all the others too.
            shipment.StartOver();
            _destination.Forget();
            Shipments().ForEach(other => other.LookAgain());
            (shipment.Problem, shipment.WantsAnotherRound) = (error.Message, true);
        }
        catch (Exception error) when (error is ShipmentRefusedException or MlflowException { IsAboutTheRequest: true })
        {
            (shipment.Problem, shipment.IsSetAside) = (error.Message, true);
        }
        catch (Exception error) when (error is JournalException or IOException or UnauthorizedAccessException)
        {
            shipment.Problem = error.Message;
        }
    }

    private async Task<ArrivedParent> FindParentAsync(Shipment child, string parentId, CancellationToken cancellation)
    {
        var folder = Path.Combine(Path.GetDirectoryName(child.Folder)!, parentId);
        if (Directory.Exists(folder))
        {
            Follow(folder);
            var parent = Shipments().First(shipment => shipment.Folder == folder);
            using var turn = parent.HasArrived ? null : ShippingTurn.Take(folder, _destination.Name);
            var run = await parent.ArriveAsync(grandparent => FindParentAsync(parent, grandparent, cancellation), cancellation)
                .ConfigureAwait(false);
            if (run is not null)
            {
                return new ArrivedParent(run.RunId, parent.IsNew);
            }
        }

        // Recorded elsewhere, perhaps on another node: the server may have it all the same.
        var experiment = await _destination.GetExperimentAsync(child.Header!, cancellation).ConfigureAwait(false);
        var found = await _destination.FindRunAsync(experiment, parentId, cancellation).ConfigureAwait(false);
        return new ArrivedParent(found?.Info.RunId, IsNew: false);
    }

    private static RunReport? Report(Shipment shipment)
    {
        try
        {
            return shipment.Report();
        }
        catch (Exception error) when (error is JournalException or IOException or UnauthorizedAccessException)
        {
            var id = Path.GetFileName(shipment.Folder);
            var header = shipment.Header ?? new RunHeader(id, "", id, default);
            return new RunReport(shipment.Folder, header) { Problem = error.Message };
        }
    }

    private List<Shipment> Shipments()
    {
        lock (_shipments)
        {
            return [.. _shipments.Values];
        }
    }
}
