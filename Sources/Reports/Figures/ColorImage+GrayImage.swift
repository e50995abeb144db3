import Figures
import Imaging
import NeuralNetworks

extension ColorImage {
  /// Converts a grey image, contrast-stretched from black to white.
  init(_ image: GrayImage) {
    self.init(width: image.width, height: image.height, filledWith: .black)
    pixels = image.contrastStretched(to: 1).pixels.map { intensity in
      let grey = Double(intensity)
      return Color(red: grey, green: grey, blue: grey)
    }
  }

  /// Returns the image with a heat map over it: from transparent at 0 to orange at the maximum.
  func overlaid(with map: GradCAM.HeatMap) -> ColorImage {
    var heat = GrayImage(width: map.width, height: map.height)
    heat.pixels = map.values
    let greatest = max(map.values.max() ?? 0, .leastNormalMagnitude)
    let resized = heat.resized(width: width, height: height)
    var result = self
    for index in pixels.indices {
      let share = 0.6 * Double(min(max(resized.pixels[index] / greatest, 0), 1))
      func mixed(_ own: Double, _ other: Double) -> Double { own + share * (other - own) }
      let own = pixels[index]
      result.pixels[index] = Color(red: mixed(own.red, 1), green: mixed(own.green, 0.5), blue: mixed(own.blue, 0))
    }
    return result
  }
}
