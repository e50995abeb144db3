/// Average pooling; padding does not count.
public struct AveragePool2D: PoolingLayer, Equatable {
  /// The extent of the window.
  public var size: Extent2D
  /// The distance between neighbouring windows.
  public var stride: Extent2D
  /// The padding; `valid` drops incomplete windows.
  public var padding: Padding

  /// Creates the layer; the default stride is the size.
  public init(size: Extent2D, stride: Extent2D? = nil, padding: Padding = .valid) {
    self.size = size
    self.stride = stride ?? size
    self.padding = padding
  }

  /// y = Σ x / n over the n positions of the window inside the map.
  public func forward(_ pass: ForwardPass) {
    let window = window(over: pass.inputShape)
    for map in 0..<pass.exampleCount * pass.inputShape.channels {
      let x = pass.input.part(map, of: pass.inputShape.area)
      let y = pass.output.part(map, of: pass.outputShape.area)
      for row in 0..<window.outputHeight {
        for column in 0..<window.outputWidth {
          var (sum, count) = (Float(0), Float(0))
          window.forEachPosition(row, column) {
            sum += x[$0]
            count += 1
          }
          y[row * window.outputWidth + column] = sum / count
        }
      }
    }
  }

  /// dx = Σ dy / n over the windows that contain x.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let window = window(over: pass.inputShape)
    inputGradient.fill(0)
    for map in 0..<pass.exampleCount * pass.inputShape.channels {
      let dx = inputGradient.part(map, of: pass.inputShape.area)
      let dy = pass.outputGradient.part(map, of: pass.outputShape.area)
      for row in 0..<window.outputHeight {
        for column in 0..<window.outputWidth {
          var count = Float(0)
          window.forEachPosition(row, column) { _ in count += 1 }
          let share = dy[row * window.outputWidth + column] / count
          window.forEachPosition(row, column) { dx[$0] += share }
        }
      }
    }
  }
}
