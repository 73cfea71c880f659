namespace RlLab.Environments;

/// <content>One frame of play, of 1/60 s: who moves where, who eats whom.</content>
internal sealed partial class MazeGame
{
    private void Play(int action, RandomGenerator random)
    {
        FruitLeft = Math.Max(0, FruitLeft - 1);
        PassTime();
        MovePlayer(action);
        Eat();
        for (var i = 0; i < Pursuers.Length && Phase == GamePhase.Playing; i++)
        {
            MovePursuer(i, random);
        }

        for (var i = 0; i < Pursuers.Length && Phase == GamePhase.Playing; i++)
        {
            Meet(ref Pursuers[i]);
        }
    }

    private void PassTime()
    {
        if (FrightenedTime > 0)
        {
            if (--FrightenedTime == 0)
            {
                foreach (ref var pursuer in Pursuers.AsSpan())
                {
                    pursuer.Phase = pursuer.Phase == PursuerPhase.Frightened ? PursuerPhase.Roaming : pursuer.Phase;
                }
            }

            return;
        }

        var wave = Wave;
        WaveTime++;
        if (Wave != wave)
        {
            Reverse();
        }
    }

    private void MovePlayer(int action)
    {
        var (vertical, horizontal) = Joystick.Read(action);
        var left = Settings.PlayerSpeed;
        while (left > 0)
        {
            if (!_player.IsCentered)
            {
                var back = _player.Heading.Opposite();
                _player.Heading = vertical == back || horizontal == back ? back : _player.Heading;
            }
            else
            {
                _player.Heading = Turn(vertical, horizontal);
                if (!Maze.IsOpen(_player.Cell, _player.Heading))
                {
                    return;
                }
            }

            left = _player.Move(left);
        }
    }

    // Of two directions at once the one that leaves the present line comes first; a closed way is as if it were not asked for.
    private Direction Turn(Direction vertical, Direction horizontal)
    {
        var upright = _player.Heading is Direction.Up or Direction.Down;
        var (first, second) = upright ? (horizontal, vertical) : (vertical, horizontal);
        return Open(first) ? first : Open(second) ? second : _player.Heading;

        bool Open(Direction direction) => direction != Direction.None && Maze.IsOpen(_player.Cell, direction);
    }

    private void Eat()
    {
        var cell = _player.Cell;
        if (FruitLeft > 0 && cell == Maze.Fruit)
        {
            FruitLeft = 0;
            Gain(Settings.FruitPoints);
        }

        if (!_pellets.Contains(cell))
        {
            return;
        }

        _pellets.Remove(cell);
        if (Maze.PowerPellets.Contains(cell))
        {
            Gain(PowerPelletPoints);
            Frighten();
        }
        else
        {
            Gain(PelletPoints);
        }

        var left = _pellets.Count;
        if (left == Maze.Pellets.Count * 2 / 3 || left == Maze.Pellets.Count / 3)
        {
            FruitLeft = FruitTime;
        }

        if (left == 0)
        {
            (Phase, PhaseTime) = (GamePhase.Cleared, ClearedTime);
        }
    }

    private void Frighten()
    {
        (FrightenedTime, Eaten) = (Settings.FrightenedTime, 0);
        Reverse();
        foreach (ref var pursuer in Pursuers.AsSpan())
        {
            pursuer.Phase = pursuer.Phase == PursuerPhase.Roaming ? PursuerPhase.Frightened : pursuer.Phase;
        }
    }

    private void Reverse()
    {
        foreach (ref var pursuer in Pursuers.AsSpan())
        {
            if (pursuer.Phase is PursuerPhase.Roaming or PursuerPhase.Frightened)
            {
                pursuer.Body.Heading = pursuer.Body.Heading.Opposite();
            }
        }
    }

    private void MovePursuer(int number, RandomGenerator random)
    {
        ref var pursuer = ref Pursuers[number];
        if (pursuer.Phase == PursuerPhase.Waiting && --pursuer.Wait <= 0)
        {
            pursuer.Phase = PursuerPhase.Leaving;
        }

        var left = Speed(pursuer);
        while (left > 0)
        {
            if (pursuer.Body.IsCentered)
            {
                Arrive(ref pursuer);
                pursuer.Body.Heading = Hunt.Choose(this, number, random);
            }

            left = pursuer.Body.Move(left);
        }
    }

    private static void Arrive(ref Pursuer pursuer)
    {
        if (pursuer.Phase == PursuerPhase.Returning && pursuer.Body.Cell == Maze.Home)
        {
            pursuer.Phase = PursuerPhase.Leaving;
        }
        else if (pursuer.Phase == PursuerPhase.Leaving && pursuer.Body.Cell == Maze.Door)
        {
            (pursuer.Phase, pursuer.Body.Heading) = (PursuerPhase.Roaming, Direction.Left);
        }
    }

    private int Speed(in Pursuer pursuer) => pursuer.Phase switch
    {
        PursuerPhase.Waiting => 0,
        PursuerPhase.Leaving => LevelSettings.HouseSpeed,
        PursuerPhase.Returning => LevelSettings.ReturningSpeed,
        _ when Maze.IsTunnel(pursuer.Body.Cell) => LevelSettings.TunnelSpeed,
        PursuerPhase.Frightened => Settings.FrightenedSpeed,
        _ => Settings.PursuerSpeed,
    };

    private void Meet(ref Pursuer pursuer)
    {
        if (!pursuer.Body.Touches(_player))
        {
            return;
        }

        if (pursuer.Phase == PursuerPhase.Frightened)
        {
            pursuer.Phase = PursuerPhase.Returning;
            Gain(FirstPursuerPoints << Eaten++);
        }
        else if (pursuer.IsDangerous)
        {
            Lives--;
            (Phase, PhaseTime) = Lives == 0 ? (GamePhase.Over, 0) : (GamePhase.Dying, DyingTime);
        }
    }

    private void Gain(int points)
    {
        if (Score < ExtraLifeScore && Score + points >= ExtraLifeScore)
        {
            Lives++;
        }

        Score += points;
    }
}
