extension SlidingWindow {
  /// Rows of the column matrix: one for each scalar of a window.
  var windowCount: Int { input.channels * kernel.area }

  /// True where the column matrix is the input itself.
  var isPointwise: Bool { kernel.area == 1 && stride.area == 1 }

  /// Writes the windows of some output rows side by side as a matrix (im2col).
  ///
  /// A row is a (channel, window row, window column), a column an (output row, output column).
  /// After Chellapilla, Puri and Simard, "High performance convolutional neural networks for
  /// document processing", 2006.
  @inline(__always)
  func gather(_ map: TensorView, rows: Range<Int>, into columns: MutableTensorView) {
    let width = outputWidth
    let length = rows.count * width
    var matrixRow = 0
    for channel in 0..<input.channels {
      let plane = map.part(channel, of: input.area)
      for dy in 0..<kernel.height {
        for dx in 0..<kernel.width {
          let inside = positionsInside(dx)
          for y in rows {
            let start = matrixRow * length + (y - rows.lowerBound) * width
            let target = columns[start..<start + width]
            guard let sourceRow = row(y, dy) else {
              target.fill(0)
              continue
            }
            let source = plane.part(sourceRow, of: input.width)
            gatherRow(source, dx, inside: inside, into: target)
          }
          matrixRow += 1
        }
      }
    }
  }

  @inline(__always)
  private func gatherRow(
    _ source: TensorView,
    _ dx: Int,
    inside: Range<Int>,
    into target: MutableTensorView
  ) {
    gatherBorder(source, dx, positions: 0..<inside.lowerBound, into: target)
    if !inside.isEmpty {
      let first = inside.lowerBound * stride.width - left + dx
      if stride.width == 1 {
        target[inside].copy(source[first..<first + inside.count])
      } else if stride.width == 2 {
        Kernels.copyStride2(source[first..<source.count], into: target[inside])
      } else {
        for i in 0..<inside.count {
          target[inside.lowerBound + i] = source[first + i * stride.width]
        }
      }
    }
    gatherBorder(source, dx, positions: inside.upperBound..<outputWidth, into: target)
  }

  @inline(__always)
  private func gatherBorder(
    _ source: TensorView,
    _ dx: Int,
    positions: Range<Int>,
    into target: MutableTensorView
  ) {
    for x in positions { target[x] = column(x, dx).map { source[$0] } ?? 0 }
  }

  /// Adds a column matrix back to the places its scalars came from (col2im), the transpose of
  /// `gather`.
  @inline(__always)
  func scatter(_ columns: TensorView, rows: Range<Int>, addingTo map: MutableTensorView) {
    let width = outputWidth
    let length = rows.count * width
    var matrixRow = 0
    for channel in 0..<input.channels {
      let plane = map.part(channel, of: input.area)
      for dy in 0..<kernel.height {
        for dx in 0..<kernel.width {
          let inside = positionsInside(dx)
          let first = inside.lowerBound * stride.width - left + dx
          for y in rows {
            guard let targetRow = row(y, dy) else { continue }
            let start = matrixRow * length + (y - rows.lowerBound) * width
            let source = columns[start..<start + width]
            let target = plane.part(targetRow, of: input.width)
            if stride.width == 1 && !inside.isEmpty {
              target[first..<first + inside.count].add(source[inside])
            } else {
              for i in 0..<inside.count {
                target[first + i * stride.width] += source[inside.lowerBound + i]
              }
            }
            guard padding == .circular else { continue }
            for x in 0..<inside.lowerBound {
              if let wrapped = column(x, dx) { target[wrapped] += source[x] }
            }
            for x in inside.upperBound..<outputWidth {
              if let wrapped = column(x, dx) { target[wrapped] += source[x] }
            }
          }
          matrixRow += 1
        }
      }
    }
  }
}
