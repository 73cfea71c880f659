"""Writes the files beside it: networks that PyTorch saved, with what they answer. Usage: python3 make.py; needs torch."""
import json
import pathlib

import torch
from torch import nn

here = pathlib.Path(__file__).parent
torch.manual_seed(7)

policy = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2))
torch.save(policy.state_dict(), here / "policy.pt")
torch.save(policy.state_dict(), here / "policy-protocol-4.pt", pickle_protocol=4)
torch.save(dict(policy.named_parameters()), here / "policy-parameters.pt")
inputs = torch.randn(3, 4)
answers = {"inputs": inputs.tolist(), "outputs": policy(inputs).tolist()}

# A buffer of whole numbers, a transposed weight (strides) and two views of one storage (an offset).
norm = nn.Sequential(nn.BatchNorm1d(3))
norm(torch.randn(5, 3))
torch.save(norm.state_dict(), here / "norm.pt")
both = torch.arange(12, dtype=torch.float32)
torch.save({"weight": both[:6].reshape(3, 2).t(), "bias": both[6:8]}, here / "views.pt")

torch.save(policy, here / "module.pt")
torch.save({"state_dict": policy.state_dict(), "epoch": 3}, here / "nested.pt")
torch.save(policy.state_dict(), here / "legacy.pt", _use_new_zipfile_serialization=False)
(here / "answers.json").write_text(json.dumps(answers))
