namespace RlLab;

/// <summary>A world that can be looked at.</summary>
public interface IRenderable
{
    /// <summary>How many frames show one second of the world's time, at one frame a step.</summary>
    double FramesPerSecond { get; }

    /// <summary>Draws the world as it is now; drawing changes nothing in it.</summary>
    /// <returns>A new frame, of the same size every time.</returns>
    Frame Render();
}
