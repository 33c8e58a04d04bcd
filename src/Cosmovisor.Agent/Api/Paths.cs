namespace Cosmovisor.Agent.Api;

/// <summary>Every path that is answered.</summary>
internal static class Paths
{
    public const string Page = "/";
    public const string Status = "/api/v1/status";
    public const string Outlook = "/api/v1/outlook";
    public const string Events = "/api/v1/events";
    public const string History = "/api/v1/history";
    public const string Upgrades = "/api/v1/upgrades";
    public const string Settings = "/api/v1/settings";
    public const string Fleet = "/api/v1/fleet";
    public const string Metrics = "/metrics";
    public const string OpenApi = "/openapi.json";
    public const string Live = "/livez";
    public const string Ready = "/readyz";
}
