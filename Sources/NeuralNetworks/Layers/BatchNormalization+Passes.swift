extension BatchNormalization {
  /// The moments of each channel; where pooling follows, what it kept, and the gradient of one
  /// channel before it.
  func memory(for input: Shape, pools: Bool) -> MemoryRequirements {
    MemoryRequirements(
      savedPerExample: 2 * input.channels + (pools ? MaxPool2D.choiceCount(for: input) : 0),
      scratchPerExample: pools ? input.area : 0
    )
  }

  /// Where the maps of a channel lie among those of all examples.
  private func maps(_ channel: Int, _ shape: Shape, _ examples: Int) -> ChannelMaps {
    ChannelMaps(
      first: channel * shape.area,
      maps: examples,
      step: shape.count,
      count: shape.area
    )
  }

  /// Normalises, and then perhaps appliesReLU and keeps the greatest of each 2×2 square.
  func forward(_ pass: ForwardPass, appliesReLU: Bool, pools: Bool) {
    let shape = pass.inputShape
    let channels = shape.channels
    for channel in 0..<channels {
      var (mean, variance) = (
        pass.parameters[2 * channels + channel], pass.parameters[3 * channels + channel]
      )
      if pass.isTraining {
        (mean, variance) = maps(channel, shape, pass.exampleCount).moments(of: pass.input)
        (pass.saved[channel], pass.saved[channels + channel]) = (mean, variance)
      }
      let slope = pass.parameters[channel] / (variance + epsilon).squareRoot()
      for example in 0..<pass.exampleCount {
        let map = example * channels + channel
        let area = pass.outputShape.area
        Kernels.scale(
          pass.input.part(map, of: shape.area),
          shape,
          slope: slope,
          bias: pass.parameters[channels + channel] - mean * slope,
          appliesReLU: appliesReLU,
          pools: pools,
          choice: pools && pass.isTraining
            ? (choice(pass.saved, channels, pass.exampleCount), map * area) : nil,
          into: pass.output.part(map, of: area)
        )
      }
    }
  }

  /// The part of what is saved that pooling writes.
  private func choice(
    _ saved: MutableTensorView,
    _ channels: Int,
    _ examples: Int
  ) -> MutableTensorView {
    saved[2 * channels * examples..<saved.count]
  }

  /// Takes the gradient of what `forward` gave back to the input.
  func backward(_ pass: BackwardPass, appliesReLU: Bool, pools: Bool) {
    let shape = pass.inputShape
    let (channels, area, examples) = (shape.channels, shape.area, pass.exampleCount)
    let count = Float(examples * area)
    // Where pooling follows, its bytes tell what was not positive.
    let output = appliesReLU && !pools ? pass.output : nil
    for channel in 0..<channels {
      let (mean, variance) = (pass.saved[channel], pass.saved[channels + channel])
      let scale = 1 / (variance + epsilon).squareRoot()
      let maps = maps(channel, shape, examples)
      var gradient = (view: pass.outputGradient.readOnly, maps: maps)
      if pools {
        let pooledArea = pass.outputShape.area
        for example in 0..<examples {
          let map = example * channels + channel
          _ = Kernels.unpool(
            pass.outputGradient.readOnly.part(map, of: pooledArea),
            choice: (choice(pass.saved, channels, examples), map * pooledArea),
            shape,
            into: pass.scratch.part(example, of: area)
          )
        }
        gradient = (
          pass.scratch.readOnly, ChannelMaps(first: 0, maps: examples, step: area, count: area)
        )
      }
      let sums = maps.normalizationSums(gradient, output: output, input: pass.input, mean: mean)
      let (sum, product) = (sums.sum, sums.product * scale)
      pass.parameterGradient[channel] += product
      pass.parameterGradient[channels + channel] += sum
      let unbiased = count > 1 ? variance * count / (count - 1) : variance
      pass.parameterGradient[2 * channels + channel] += mean * Float(examples)
      pass.parameterGradient[3 * channels + channel] += unbiased * Float(examples)
      guard let inputGradient = pass.inputGradient else { continue }
      let slope = pass.parameters[channel] * scale
      let (meanOfDY, meanOfDYX) = (sum / count, product / count)
      // slope (dy − mean(dy) − (x − mean) scale mean(dy x̂)), as a line in dy and x.
      maps.normalizationGradient(
        gradient,
        output: output,
        input: pass.input,
        slope,
        -slope * scale * meanOfDYX,
        slope * (mean * scale * meanOfDYX - meanOfDY),
        into: inputGradient
      )
    }
  }
}
