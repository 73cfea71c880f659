namespace RlLab.Tracking.Tests.Mlflow;

public sealed class MlflowSettingsTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Without_a_server_there_are_no_settings()
    {
        Read([]).Should().BeNull();
        Read(new() { ["MLFLOW_TRACKING_URI"] = " " }).Should().BeNull();
    }

    [Fact]
    public void Defaults_are_those_of_MLflows_client() =>
        Read(new() { ["MLFLOW_TRACKING_URI"] = "http://host:5000" }).Should().Be(new MlflowSettings(new Uri("http://host:5000"))
        {
            Retry = new MlflowRetry { MaxRetries = 7, BackoffFactor = 2, BackoffJitter = 1, Timeout = TimeSpan.FromSeconds(120) },
        });

    [Fact]
    public void Everything_is_read()
    {
        File.WriteAllText(_home.File("own.pem"), "");
        Read(new()
        {
            ["MLFLOW_TRACKING_URI"] = "https://host/mlflow",
            ["MLFLOW_TRACKING_USERNAME"] = "ada",
            ["MLFLOW_TRACKING_PASSWORD"] = "secret",
            ["MLFLOW_TRACKING_TOKEN"] = "t",
            ["MLFLOW_REGISTRY_URI"] = "https://models",
            ["MLFLOW_WORKSPACE"] = "team-a",
            ["MLFLOW_TRACKING_INSECURE_TLS"] = "True",
            ["MLFLOW_TRACKING_CLIENT_CERT_PATH"] = _home.File("own.pem"),
            ["MLFLOW_EXPERIMENT_NAME"] = "theirs",
            ["MLFLOW_EXPERIMENT_ID"] = "7",
            ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "3",
            ["MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR"] = "0.5",
            ["MLFLOW_HTTP_REQUEST_BACKOFF_JITTER"] = "0",
            ["MLFLOW_HTTP_REQUEST_TIMEOUT"] = "2.5",
            ["MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER"] = "false",
            ["MLFLOW_TRACKING_AWS_SIGV4"] = "false",
        }).Should().Be(new MlflowSettings(new Uri("https://host/mlflow"))
        {
            Username = "ada",
            Password = "secret",
            Token = "t",
            RegistryAddress = new Uri("https://models"),
            Workspace = "team-a",
            InsecureTls = true,
            ClientCertificate = _home.File("own.pem"),
            ExperimentName = "theirs",
            ExperimentId = "7",
            Retry = new MlflowRetry
            {
                MaxRetries = 3, BackoffFactor = 0.5, BackoffJitter = 0, Timeout = TimeSpan.FromSeconds(2.5),
                RespectRetryAfter = false
            },
        });
    }

    [Fact]
    public void User_and_password_come_from_the_file_unless_the_environment_names_them()
    {
        Directory.CreateDirectory(_home.File(".mlflow"));
        File.WriteAllText(_home.File(".mlflow/credentials"), """
            # comment
            [other]
            mlflow_tracking_username = wrong
            [mlflow]
            mlflow_tracking_username: ada
            mlflow_tracking_password = a=b;c%%
            """);

        var fromFile = Read(new() { ["MLFLOW_TRACKING_URI"] = "http://host" })!;
        var mixed = Read(new() { ["MLFLOW_TRACKING_URI"] = "http://host", ["MLFLOW_TRACKING_USERNAME"] = "bob" })!;

        (fromFile.Username, fromFile.Password).Should().Be(("ada", "a=b;c%"));
        (mixed.Username, mixed.Password).Should().Be(("bob", "a=b;c%"));
    }

    [Fact]
    public void A_password_in_the_address_does_not_stay_there()
    {
        var settings = Read(new() { ["MLFLOW_TRACKING_URI"] = "http://ada:p%40ss@host:5000/" })!;

        (settings.Username, settings.Password).Should().Be(("ada", "p@ss"));
        settings.Address.AbsoluteUri.Should().Be("http://host:5000/");
    }

    [Theory]
    [InlineData("http://t0ken@host:5000")]
    [InlineData("https://t0ken@host/mlflow")]
    [InlineData("htps://ada:t0ken@host")]
    [InlineData("ada:t0ken@host")]
    public void A_secret_in_an_address_that_is_refused_is_not_shown(string address) =>
        FluentActions.Invoking(() => Read(new() { ["MLFLOW_TRACKING_URI"] = address }))
            .Should().Throw<MlflowSettingsException>().Which.Message.Should().Contain("***@host").And.NotContain("t0ken");

    [Fact]
    public void A_user_without_a_password_is_refused_with_the_way_out() =>
        FluentActions.Invoking(() => Read(new() { ["MLFLOW_TRACKING_URI"] = "http://token@host" }))
            .Should().Throw<MlflowSettingsException>()
            .WithMessage("MLFLOW_TRACKING_URI is 'http://***@host'*MLFLOW_TRACKING_TOKEN*user:password@host*");

    [Fact]
    public void A_user_in_the_address_goes_with_the_password_of_the_environment()
    {
        var settings = Read(new() { ["MLFLOW_TRACKING_URI"] = "http://ada@host", ["MLFLOW_TRACKING_PASSWORD"] = "secret" })!;
        (settings.Username, settings.Password, settings.Address.AbsoluteUri).Should().Be(("ada", "secret", "http://host/"));
        Read(new() { ["MLFLOW_TRACKING_URI"] = "http://ada@host", ["MLFLOW_TRACKING_TOKEN"] = "t" })!.Token.Should().Be("t");
    }

    [Theory]
    [InlineData("MLFLOW_TRACKING_URI", "databricks")]
    [InlineData("MLFLOW_TRACKING_URI", "./mlruns")]
    [InlineData("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db")]
    [InlineData("MLFLOW_TRACKING_INSECURE_TLS", "perhaps")]
    [InlineData("MLFLOW_TRACKING_SERVER_CERT_PATH", "/no/such/file.pem")]
    [InlineData("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "-1")]
    [InlineData("MLFLOW_HTTP_REQUEST_TIMEOUT", "soon")]
    [InlineData("MLFLOW_HTTP_REQUEST_TIMEOUT", "0")]
    [InlineData("MLFLOW_HTTP_REQUEST_TIMEOUT", "5000000")]
    [InlineData("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", "maybe")]
    [InlineData("MLFLOW_REGISTRY_URI", "databricks-uc")]
    [InlineData("MLFLOW_WORKSPACE", "team\na")]
    [InlineData("MLFLOW_TRACKING_AUTH", "kubernetes")]
    public void A_value_that_makes_no_sense_is_told_with_its_variable(string name, string value)
    {
        var environment = new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = "http://host", [name] = value };

        FluentActions.Invoking(() => Read(environment))
            .Should().Throw<MlflowSettingsException>().WithMessage($"*{name} is '{value}'*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5_000_000)]
    public void A_time_that_no_timer_measures_is_refused_where_it_is_set(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        Func<object>[] settings =
        [
            () => new MlflowRetry { Timeout = time }, () => new ShipperOptions { Interval = time }, () => new ShipperOptions { LongestWait = time },
        ];
        settings.Should().AllSatisfy(set => set.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*more than no time*"));
    }

    [Fact]
    public void What_only_MLflows_Python_client_can_do_is_told_with_the_way_out() =>
        FluentActions.Invoking(() => Read(new() { ["MLFLOW_TRACKING_URI"] = "http://host", ["MLFLOW_TRACKING_AWS_SIGV4"] = "true" }))
            .Should().Throw<MlflowSettingsException>().WithMessage("MLFLOW_TRACKING_AWS_SIGV4*AWS*MLFLOW_TRACKING_TOKEN*handler that signs*");

    [Fact]
    public void A_user_of_the_registry_alone_is_refused_and_not_shown() =>
        FluentActions.Invoking(() => Read(new() { ["MLFLOW_TRACKING_URI"] = "http://host", ["MLFLOW_REGISTRY_URI"] = "http://ada:secret@models" }))
            .Should().Throw<MlflowSettingsException>().Which.Message.Should().Contain("***@models").And.NotContain("secret");

    [Fact]
    public void An_address_from_elsewhere_is_blamed_on_its_place() =>
        FluentActions.Invoking(() => MlflowSettings.Read("nowhere", "tracking.uri in rllab.toml", _ => null, _home.Path))
            .Should().Throw<MlflowSettingsException>().WithMessage("tracking.uri in rllab.toml is 'nowhere'*http://host:5000*");

    private MlflowSettings? Read(Dictionary<string, string> environment) =>
        MlflowSettings.Read(environment.GetValueOrDefault, _home.Path);
}
