import Imaging

extension GrayImage {
  /// Pearson's correlation of the pixels with those of an image of the same size.
  func correlation(with other: GrayImage) -> Double {
    func centred(_ image: GrayImage) -> [Double] {
      let mean = image.pixels.reduce(0) { $0 + Double($1) } / Double(image.pixels.count)
      return image.pixels.map { Double($0) - mean }
    }
    let (x, y) = (centred(self), centred(other))
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
  }
}
