using Checkpoints;
using TorchSharp;

// Usage: Checkpoints save|load FOLDER   with the engine that RLLAB_ENGINE names.
// 'save' trains, writes checkpoints and what they answer; 'load' reads them, writes them again, and what they answer to it. Both then train on.
var (command, folder) = (args[0], args[1]);
torch.manual_seed(command == "load" ? 2 : 1);
foreach (var subject in (Subject[])[new EveryLayer(), new Balancer()])
{
    subject.Run(load: command == "load", folder);
}
