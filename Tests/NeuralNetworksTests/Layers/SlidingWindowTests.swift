import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct SlidingWindowTests {
  private static let windows: [SlidingWindow] = {
    let shapes = [(2, 5, 7), (1, 1, 1), (3, 4, 3), (1, 8, 9)]
    let extents: [(Extent2D, Extent2D)] = [
      (1, 1), (3, 1), (Extent2D(height: 2, width: 4), Extent2D(height: 1, width: 2)), (5, 3),
      (Extent2D(height: 1, width: 3), Extent2D(height: 3, width: 2)), (2, 4),
    ]
    var windows: [SlidingWindow] = []
    for (channels, height, width) in shapes {
      let shape = Shape(channels: channels, height: height, width: width)
      for (kernel, stride) in extents {
        let fits = kernel.height <= height && kernel.width <= width
        for padding in Padding.allCases where padding != .valid || fits {
          windows.append(SlidingWindow(over: shape, kernel: kernel, stride: stride, padding: padding))
        }
      }
    }
    return windows
  }()

  /// The index in the map of each entry of the column matrix, from the definition of a window.
  private func sources(_ window: SlidingWindow, rows: Range<Int>) -> [Int?] {
    func source(_ position: Int, _ extent: Int) -> Int? {
      if window.padding == .circular { return ((position % extent) + extent) % extent }
      return (0..<extent).contains(position) ? position : nil
    }
    let input = window.input
    var sources: [Int?] = []
    for channel in 0..<input.channels {
      for dy in 0..<window.kernel.height {
        for dx in 0..<window.kernel.width {
          for y in rows {
            for x in 0..<window.outputWidth {
              let row = source(y * window.stride.height + dy - window.top, input.height)
              let column = source(x * window.stride.width + dx - window.left, input.width)
              guard let row, let column else {
                sources.append(nil)
                continue
              }
              sources.append((channel * input.height + row) * input.width + column)
            }
          }
        }
      }
    }
    return sources
  }

  @Test func columnsAreTheWindows() {
    var generator = KeyedGenerator(1)
    for window in Self.windows {
      let map = generator.normals(window.input.count)
      for rows in [0..<window.outputHeight, window.outputHeight - 1..<window.outputHeight] {
        let expected = sources(window, rows: rows).map { source in source.map { map[$0] } ?? 0 }
        var columns = [Float](repeating: .nan, count: window.windowCount * rows.count * window.outputWidth)
        map.withTensorView { map in
          columns.withMutableTensorView { window.gather(map, rows: rows, into: $0) }
        }
        #expect(columns == expected, "\(window)")
      }
    }
  }

  @Test func scatteringIsTheTransposeOfGathering() {
    var generator = KeyedGenerator(2)
    for window in Self.windows {
      let rows = 0..<window.outputHeight
      let columns = generator.normals(window.windowCount * rows.count * window.outputWidth)
      let start = generator.normals(window.input.count)
      var expected = start.map(Double.init)
      for (source, value) in zip(sources(window, rows: rows), columns) {
        if let source { expected[source] += Double(value) }
      }
      var map = start
      columns.withTensorView { columns in
        map.withMutableTensorView { window.scatter(columns, rows: rows, addingTo: $0) }
      }
      for (found, wanted) in zip(map, expected) { #expect(abs(Double(found) - wanted) < 1e-4, "\(window)") }
    }
  }

  @Test func positionsInsideAreThoseInTheMap() {
    for window in Self.windows {
      for offset in 0..<window.kernel.width {
        let inside = (0..<window.outputWidth).filter { x in
          (0..<window.input.width).contains(x * window.stride.width - window.left + offset)
        }
        #expect(Array(window.positionsInside(offset)) == inside, "\(window) \(offset)")
      }
    }
  }

  @Test func onlyASinglePixelWithUnitStrideIsPointwise() {
    let pointwise = Self.windows.filter(\.isPointwise)
    #expect(!pointwise.isEmpty)
    #expect(pointwise.allSatisfy { $0.kernel == 1 && $0.stride == 1 })
  }

  @Test func invalidWindowsAreRefused() {
    let input = Shape(channels: 1, height: 4, width: 6)
    func refusal(_ kernel: Extent2D, _ stride: Extent2D, _ padding: Padding) -> String? {
      do throws(ShapeError) {
        _ = try SlidingWindow.checked(Flatten(), over: input, kernel: kernel, stride: stride, padding: padding)
        return nil
      } catch { return error.reason }
    }
    #expect(refusal(0, 1, .same) == "window and stride must be at least 1, not 0 and 1")
    #expect(refusal(3, -1, .same) == "window and stride must be at least 1, not 3 and -1")
    let limit = LayerLimits.window
    #expect(refusal(Extent2D(limit + 1), 1, .same) == "window and stride must not exceed \(limit)")
    #expect(refusal(1, Extent2D(limit + 1), .valid) == "window and stride must not exceed \(limit)")
    #expect(refusal(Extent2D(limit), Extent2D(limit), .same) == nil)
    #expect(refusal(Extent2D(height: 4, width: 6), 1, .valid) == nil)
    #expect(
      refusal(Extent2D(height: 5, width: 6), 1, .valid)
        == "a window of 5×6 does not fit into an input of \(input); use a smaller window, less pooling before it, or "
        + "padding .same"
    )
    #expect(refusal(5, 1, .circular) == nil)
  }
}
