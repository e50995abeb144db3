import Imaging
import NeuralNetworks

/// An image in colour: rows of pixels from the top, each from the left.
struct ColorImage {
  let width: Int
  let height: Int
  var pixels: [Color]

  /// A grey image, its intensities spread from black to white.
  init(_ image: GrayImage) {
    (width, height) = (image.width, image.height)
    pixels = image.spread(to: 1).pixels.map { intensity in
      let grey = Double(intensity)
      return Color(red: grey, green: grey, blue: grey)
    }
  }

  /// The image of one colour.
  init(width: Int, height: Int, filledWith color: Color) {
    (self.width, self.height) = (width, height)
    pixels = [Color](repeating: color, count: width * height)
  }

  /// The image with a heat map in orange over it, which shows nothing where the map is 0.
  func overlaid(with map: GradCAM.HeatMap) -> ColorImage {
    var heat = GrayImage(width: map.width, height: map.height)
    heat.pixels = map.values
    let greatest = max(map.values.max() ?? 0, .leastNormalMagnitude)
    let spread = heat.resized(width: width, height: height)
    var result = self
    for index in pixels.indices {
      let share = 0.6 * Double(min(max(spread.pixels[index] / greatest, 0), 1))
      func mixed(_ own: Double, _ other: Double) -> Double { own + share * (other - own) }
      let own = pixels[index]
      result.pixels[index] = Color(
        red: mixed(own.red, 1),
        green: mixed(own.green, 0.5),
        blue: mixed(own.blue, 0)
      )
    }
    return result
  }
}
