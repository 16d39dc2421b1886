using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Protocol.Tests.Endpoints;

public sealed class EndpointLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srp").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TryTake_Held_IsNullUntilItIsFreed()
    {
        string path = Path.Combine(_folder, "lock");
        FileStream? first = EndpointLock.TryTake(path);

        first.ShouldNotBeNull();
        EndpointLock.IsHeld(path).ShouldBeTrue();
        EndpointLock.TryTake(path).ShouldBeNull();
        first.Dispose();
        EndpointLock.IsHeld(path).ShouldBeFalse();
        using FileStream? second = EndpointLock.TryTake(path);
        second.ShouldNotBeNull();
    }

    [Fact]
    public void TryTake_NoFolder_ThrowsInsteadOfSayingThatItIsHeld() =>
        Should.Throw<DirectoryNotFoundException>(() => EndpointLock.TryTake(Path.Combine(_folder, "none", "lock")));

    [Theory]
    [InlineData("none")]
    [InlineData("none/lock")]
    public void IsHeld_NoFile_IsFalse(string name) => EndpointLock.IsHeld(Path.Combine(_folder, name)).ShouldBeFalse();

    [Fact]
    public void IsHeld_WhatCannotBeOpened_Throws() => Should.Throw<UnauthorizedAccessException>(() => EndpointLock.IsHeld(_folder));
}
