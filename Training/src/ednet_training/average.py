"""The running mean of a network's parameters and statistics."""

import torch
from safetensors.torch import save_file


class Average:
    """The running mean of a model's parameters and statistics; early means are shorter."""

    def __init__(self, model, decay):
        self.model, self.decay, self.steps = model, decay, 0
        self.values = {k: v.detach().clone().float() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self):
        """Adds the model's values of one step."""
        self.steps += 1
        decay = min(self.decay, (self.steps + 1) / (self.steps + 20))
        state = self.model.state_dict()
        keys = [k for k in self.values if state[k].is_floating_point()]
        torch._foreach_lerp_([self.values[k] for k in keys], [state[k].float() for k in keys], 1 - decay)

    def network(self, device):
        """A network with the mean values, for evaluation."""
        own = type(self.model)(self.model.widths, self.model.blocks).to(device)
        state = own.state_dict()
        own.load_state_dict({k: v.to(state[k].dtype) for k, v in self.values.items()})
        return own.eval()

    def save(self, path):
        """Writes the mean values as safetensors, whole or not at all; weights are rounded to bfloat16."""
        temporary = path.with_suffix(".partial")
        values = {k: v.bfloat16() if v.dim() > 1 else v for k, v in self.values.items()}
        save_file({k: v.contiguous().cpu() for k, v in values.items()}, temporary)
        temporary.replace(path)
