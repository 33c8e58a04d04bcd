namespace Cosmovisor.Events;

/// <summary>Where what happens is reported, and what hears it. Telling never throws, and never waits for anything but the disk.</summary>
internal interface INews
{
    void Tell(Happening happening);
}
