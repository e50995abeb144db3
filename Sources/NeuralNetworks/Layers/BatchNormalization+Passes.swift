extension BatchNormalization {
  /// The moments of each channel; where pooling follows, what it kept, and the gradient of one
  /// channel before it.
  func memory(for input: Shape, pools: Bool) -> MemoryNeed {
    MemoryNeed(
      savedPerExample: 2 * input.channels + (pools ? MaxPool2D.choiceCount(for: input) : 0),
      scratchPerExample: pools ? input.area : 0
    )
  }

  /// Mean and biased variance of one channel over the examples.
  private func moments(
    _ input: TensorView,
    channel: Int,
    shape: Shape,
    examples: Int
  )
    -> (mean: Float, variance: Float)
  {
    let count = Float(examples * shape.area)
    var (sum, squares) = (Float(0), Float(0))
    for example in 0..<examples {
      sum += input.part(example * shape.channels + channel, of: shape.area).sum()
    }
    let mean = sum / count
    for example in 0..<examples {
      squares += input.part(example * shape.channels + channel, of: shape.area)
        .squaredDeviations(from: mean)
    }
    return (mean, squares / count)
  }

  /// Normalises, and then perhaps rectifies and keeps the greatest of each 2×2 square.
  func forward(_ pass: ForwardPass, rectifies: Bool, pools: Bool) {
    let shape = pass.inputShape
    let channels = shape.channels
    for channel in 0..<channels {
      var (mean, variance) = (
        pass.parameters[2 * channels + channel], pass.parameters[3 * channels + channel]
      )
      if pass.isTraining {
        (mean, variance) = moments(
          pass.input,
          channel: channel,
          shape: shape,
          examples: pass.exampleCount
        )
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
          rectifies: rectifies,
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
  func backward(_ pass: BackwardPass, rectifies: Bool, pools: Bool) {
    let shape = pass.inputShape
    let (channels, area, examples) = (shape.channels, shape.area, pass.exampleCount)
    let count = Float(examples * area)
    if rectifies && !pools { Kernels.rectifyGradient(pass.outputGradient, output: pass.output) }
    for channel in 0..<channels {
      let (mean, variance) = (pass.saved[channel], pass.saved[channels + channel])
      let scale = 1 / (variance + epsilon).squareRoot()
      var (sum, product) = (Float(0), Float(0))
      func gradient(_ example: Int) -> MutableTensorView {
        pools
          ? pass.scratch.part(example, of: area)
          : pass.outputGradient.part(example * channels + channel, of: area)
      }
      for example in 0..<examples {
        let map = example * channels + channel
        let gradient = gradient(example)
        let partial: Float
        if pools {
          let pooledArea = pass.outputShape.area
          partial = Kernels.unpool(
            pass.outputGradient.readOnly.part(map, of: pooledArea),
            choice: (choice(pass.saved, channels, examples), map * pooledArea),
            shape,
            into: gradient
          )
        } else {
          partial = gradient.readOnly.sum()
        }
        sum += partial
        product +=
          (gradient.readOnly.dot(pass.input.part(map, of: area)) - mean * partial) * scale
      }
      pass.parameterGradient[channel] += product
      pass.parameterGradient[channels + channel] += sum
      let unbiased = count > 1 ? variance * count / (count - 1) : variance
      pass.parameterGradient[2 * channels + channel] += mean * Float(examples)
      pass.parameterGradient[3 * channels + channel] += unbiased * Float(examples)
      guard let inputGradient = pass.inputGradient else { continue }
      let slope = pass.parameters[channel] * scale
      let (meanOfDY, meanOfDYX) = (sum / count, product / count)
      // slope (dy − mean(dy) − (x − mean) scale mean(dy x̂)), as a line in dy and x.
      for example in 0..<examples {
        let map = example * channels + channel
        Kernels.combine(
          gradient(example).readOnly,
          slope,
          pass.input.part(map, of: area),
          -slope * scale * meanOfDYX,
          slope * (mean * scale * meanOfDYX - meanOfDY),
          into: inputGradient.part(map, of: area)
        )
      }
    }
  }
}
