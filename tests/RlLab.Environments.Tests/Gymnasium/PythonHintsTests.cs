using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

/// <summary>The messages are those of Gymnasium 1.3 and ale_py 0.12, and of ale_py 0.8 where named.</summary>
public sealed class PythonHintsTests
{
    private const string InRoms = "File \"ale_py/roms/__init__.py\", line 54, in get_rom_path";

    [Theory]
    [InlineData("[Errno 2] No such file or directory: '/py/site-packages/ale_py/roms/ms_pacman.bin'")]
    [InlineData("[Errno 2] No such file or directory: 'C:\\py\\site-packages\\ale_py\\roms\\ms_pacman.bin'")]
    public void An_emulator_without_the_ROM_is_installed_anew(string message) =>
        Hint("FileNotFoundError", message, InRoms).Should().Contain("py3 -m pip install --force-reinstall --no-deps ale-py");

    [Theory]
    [InlineData("FileNotFoundError", "[Errno 2] No such file or directory: '/games/ms_pacman.bin'")]
    [InlineData("NotADirectoryError", "ROM directory /games doesn't exist")]
    [InlineData("OSError", "The hash of ms_pacman.bin does not match what was expected!\nExpected (87),\nObtained (62).")]
    public void A_folder_of_ones_own_without_the_ROM_is_named_as_such(string type, string message) =>
        Hint(type, message, InRoms).Should().Contain("ALE_ROMS_DIR").And.NotContain("pip");

    [Fact]
    public void An_emulator_from_before_the_ROMs_came_with_it_is_upgraded() =>
        Hint("Error", "We're Unable to find the game \"MsPacman\". Note: Gym no longer distributes ROMs.")
            .Should().Contain("pip install --upgrade \"gymnasium[atari]\"");

    [Theory]
    [InlineData(
        "TypeError", "AtariEnv.__init__() got an unexpected keyword argument 'frame_skip' was raised from the environment creator for ALE/Tetris-v5")]
    [InlineData("NameNotFound", "Environment `MsPackman` doesn't exist in namespace ALE. Did you mean: `MsPacman`?")]
    [InlineData("NamespaceNotFound", "Namespace Scale not found. Have you installed the proper package for Scale?")]
    public void Nothing_is_to_be_installed_where_nothing_is_missing(string type, string message) => Hint(type, message).Should().BeEmpty();

    private static string Hint(string type, string message, string traceback = "") =>
        PythonHints.For(new PythonError(type, message, traceback, ""), "py3");
}
