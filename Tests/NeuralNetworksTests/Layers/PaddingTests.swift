import Foundation
import Testing

@testable import NeuralNetworks

@Suite struct PaddingTests {
  @Test func namesInFilesStayReadable() throws {
    let json = Data(#"["same", "valid", "circular"]"#.utf8)
    #expect(try JSONDecoder().decode([Padding].self, from: json) == Padding.allCases)
  }

  @Test func numbersOfOutputPositionsAreThoseOfTheFormulas() {
    for input in 1...7 {
      for kernel in 1...input {
        for stride in 1...4 {
          func positions(_ padding: Padding) -> Int {
            let shape = Shape(channels: 1, height: 1, width: input)
            let window = Extent2D(height: 1, width: kernel)
            let stride = Extent2D(height: 1, width: stride)
            return SlidingWindow(over: shape, kernel: window, stride: stride, padding: padding).outputWidth
          }
          let ceiling = Int((Double(input) / Double(stride)).rounded(.up))
          #expect(positions(.same) == ceiling && positions(.circular) == ceiling)
          #expect(positions(.valid) == Int((Double(input - kernel) / Double(stride)).rounded(.down)) + 1)
        }
      }
    }
  }

  @Test func greaterHalfOfThePaddingFollowsTheMap() {
    let even = SlidingWindow(
      over: Shape(channels: 1, height: 5, width: 5),
      kernel: Extent2D(height: 4, width: 2),
      stride: 1,
      padding: .same
    )
    // Three rows of padding, one of them before the map; one column, after it.
    #expect(even.top == 1 && even.left == 0)
    #expect(even.row(0, 0) == nil && even.row(4, 2) == nil && even.row(4, 1) == 4)
    #expect(even.column(0, 0) == 0 && even.column(4, 1) == nil)
  }
}
