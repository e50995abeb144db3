/// A layer that keeps the greatest value of each window; padding is never the greatest.
public struct MaxPool2D: PoolingLayer, Equatable {
  /// The extent of the window.
  public var size: Extent2D
  /// The step between neighbouring windows.
  public var stride: Extent2D
  /// What lies beyond the border; `valid` drops what is left over.
  public var padding: Padding

  /// Creates the layer; the stride is the size unless given.
  public init(size: Extent2D, stride: Extent2D? = nil, padding: Padding = .valid) {
    self.size = size
    self.stride = stride ?? size
    self.padding = padding
  }

  /// True for what is taken along by the layer before: squares of 2×2, side by side.
  var halves: Bool { size == 2 && stride == 2 && padding == .valid }

  /// y = max over the window.
  public func forward(_ pass: ForwardPass) {
    let window = window(over: pass.inputShape)
    for map in 0..<pass.exampleCount * pass.inputShape.channels {
      let x = pass.input.part(map, of: pass.inputShape.area)
      let y = pass.output.part(map, of: pass.outputShape.area)
      if halves {
        for row in 0..<window.outputHeight {
          let upper = x.part(2 * row, of: pass.inputShape.width)
          let lower = x.part(2 * row + 1, of: pass.inputShape.width)
          let out = y.part(row, of: window.outputWidth)
          for i in 0..<window.outputWidth {
            let above = Self.greater(upper[2 * i], upper[2 * i + 1])
            let below = Self.greater(lower[2 * i], lower[2 * i + 1])
            out[i] = Self.greater(above, below)
          }
        }
      } else {
        for row in 0..<window.outputHeight {
          for column in 0..<window.outputWidth {
            var greatest = -Float.infinity
            window.forEachPosition(row, column) { greatest = Self.greater(greatest, x[$0]) }
            y[row * window.outputWidth + column] = greatest
          }
        }
      }
    }
  }

  /// The gradient goes to the first greatest value of each window.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let window = window(over: pass.inputShape)
    inputGradient.fill(0)
    let width = pass.inputShape.width
    for map in 0..<pass.exampleCount * pass.inputShape.channels {
      let x = pass.input.part(map, of: pass.inputShape.area)
      let y = pass.output.part(map, of: pass.outputShape.area)
      let dx = inputGradient.part(map, of: pass.inputShape.area)
      let dy = pass.outputGradient.part(map, of: pass.outputShape.area)
      if halves {
        for row in 0..<window.outputHeight {
          for column in 0..<window.outputWidth {
            let position = row * window.outputWidth + column
            let corner = 2 * row * width + 2 * column
            let greatest = y[position]
            // Without branches: which corner wins is as good as random, and a wrong guess costs
            // more.
            let last = x[corner + width] == greatest ? corner + width : corner + width + 1
            let second = x[corner + 1] == greatest ? corner + 1 : last
            let first = x[corner] == greatest ? corner : second
            dx[first] = dy[position]
          }
        }
      } else {
        for row in 0..<window.outputHeight {
          for column in 0..<window.outputWidth {
            let position = row * window.outputWidth + column
            var found = false
            window.forEachPosition(row, column) {
              if !found && x[$0] == y[position] {
                found = true
                dx[$0] += dy[position]
              }
            }
          }
        }
      }
    }
  }

  /// The greater of two; a NaN wins, so that it is found by the check of the loss.
  @inline(__always)
  private static func greater(_ a: Float, _ b: Float) -> Float { a > b || a.isNaN ? a : b }
}
