using System.Globalization;

namespace SrPlugin.Client;

/// <summary>Tells how long something still takes: the same words in every host.</summary>
public static class RemainingTimeText
{
    /// <summary>Gets the time with a comma in front, to follow what is being done; nothing while it is unknown.</summary>
    /// <param name="seconds">The number of seconds.</param>
    public static string Of(double? seconds) => seconds switch
    {
        null or < 0 => "",
        < 1 => ", almost done",
        < 90 => string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(seconds.Value)} s left"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(seconds.Value / 60)} min left"),
        _ => string.Create(CultureInfo.InvariantCulture, $", {seconds.Value / 3600:0.#} h left"),
    };
}
