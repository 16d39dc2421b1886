namespace SrPlugin.Protocol;

/// <summary>What a sound request keeps to, whatever its recipe says.</summary>
public static class JobRules
{
    /// <summary>Everything that is wrong with a request's version, sizes and selection; empty when nothing is.</summary>
    public static IReadOnlyList<string> FindFaults(JobRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ProtocolVersion != WireFormat.Version)
            return [$"The request speaks version {request.ProtocolVersion} of the protocol, this program version {WireFormat.Version}."];
        var faults = new List<string>();
        Demand(request.Width is >= 1 and <= WireFormat.MaxSide, $"width is {request.Width}; it must lie in 1…{WireFormat.MaxSide}.");
        Demand(request.Height is >= 1 and <= WireFormat.MaxSide, $"height is {request.Height}; it must lie in 1…{WireFormat.MaxSide}.");
        Demand(request.Channels is >= 1 and <= 4, $"channels is {request.Channels}; it must lie in 1…4.");
        Demand(Enum.IsDefined(request.SampleFormat), "sampleFormat is none.");
        Demand(request.MaskFormat is not { } format || Enum.IsDefined(format), "maskFormat is none.");
        Demand(Enum.IsDefined(request.Priority), "priority is none.");
        Demand(request.MaskFormat is null || request.HasMask, "maskFormat is given, but there is no mask.");
        if (faults.Count > 0)
            return faults;
        Demand(
            request.PixelBytes <= WireFormat.MaxPictureBytes,
            $"The pixels take {request.PixelBytes} bytes; at most {WireFormat.MaxPictureBytes} are accepted.");
        Demand(
            request.MaskBytes <= WireFormat.MaxPictureBytes,
            $"The mask takes {request.MaskBytes} bytes; at most {WireFormat.MaxPictureBytes} are accepted.");
        if (request.Selection is { } area)
        {
            Demand(
                area is { X: >= 0, Y: >= 0, Width: >= 1, Height: >= 1 }
                    && (long)area.X + area.Width <= request.Width && (long)area.Y + area.Height <= request.Height,
                $"The selection {area.X},{area.Y},{area.Width},{area.Height} is empty or reaches outside the picture of "
                    + $"{request.Width}×{request.Height}.");
        }

        return faults;

        void Demand(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }

    /// <summary>
    /// Side of an enlarged picture in pixels: the product, rounded to the nearest, halves up, 1 at least. What the engine makes, the
    /// service reckons with and a host makes room for is this.
    /// </summary>
    /// <param name="length">Side of the source or its selection in pixels.</param>
    /// <param name="factor">How many times longer.</param>
    public static int Enlarged(int length, double factor) => (int)Math.Clamp(Math.Floor((length * factor) + 0.5), 1, int.MaxValue);

    internal static JobBodyException Refuse(JobRequest request, IReadOnlyList<string> faults) => new(
        request.ProtocolVersion != WireFormat.Version ? ErrorCode.UnsupportedVersion : ErrorCode.InvalidRequest, string.Join(' ', faults));
}
