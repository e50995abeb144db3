/// The luminance of colours with the weights of ITU-R BT.709; a colour whose samples agree keeps their value exactly.
enum Luminance {
  /// The luminance of a colour.
  static func of(_ red: Double, _ green: Double, _ blue: Double) -> Double {
    red == green && green == blue ? red : 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }

  /// The luminance of pixels of three samples each, and a note on whether there was any colour.
  static func pixels<Sample: FixedWidthInteger>(of samples: [Sample], _ notes: inout Set<ConversionNote>) -> [Float] {
    var pixels = [Float](repeating: 0, count: samples.count / 3)
    var hasColor = false
    for index in pixels.indices {
      let red = samples[3 * index]
      let green = samples[3 * index + 1]
      let blue = samples[3 * index + 2]
      if red == green && green == blue {
        pixels[index] = Float(red)
      } else {
        hasColor = true
        pixels[index] = 0.2126 * Float(red) + 0.7152 * Float(green) + 0.0722 * Float(blue)
      }
    }
    notes.insert(hasColor ? .color : .grayInColor)
    return pixels
  }
}
