import Foundation

/// The quality of patterns of one size by their power spectra: 1 less the inertia over that of a flat spectrum.
///
/// With the power S at the frequencies (u, v), I = Σ S (u² + v² − 1) / Σ S, and the quality is 1 − I / I₀, where I₀
/// is the
/// mean of u² + v² − 1. Frequencies count from 1, and the pattern is normalised to mean 0 (Krieger Lassen, thesis, DTU
/// (1994), in the form of kikuchipy).
public struct ImageQuality: Sendable {
  private let width: Int
  private let height: Int
  private let rows: Spectrum
  private let columns: Spectrum

  /// Prepares for patterns of a size.
  public init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    (rows, columns) = (Spectrum(width), Spectrum(height))
  }

  /// The quality of a pattern; nil if all its pixels are equal.
  public func callAsFunction(_ image: GrayImage) -> Double? {
    precondition(image.width == width && image.height == height, "an image of the prepared size")
    let mean = image.pixels.reduce(0.0) { $0 + Double($1) } / Double(image.pixels.count)
    let pixels = image.pixels.map { Double($0) - mean }
    let power = pixels.reduce(0) { $0 + $1 * $1 }
    guard power > 0 else { return nil }
    // By Parseval's theorem along the other axis, the weight of u needs the spectra of rows alone, and that of v
    // those of
    // columns.
    var inertia = 0.0
    for row in 0..<height { inertia += rows.inertia(Array(pixels[row * width..<(row + 1) * width])) }
    for column in 0..<width { inertia += columns.inertia((0..<height).map { pixels[$0 * width + column] }) }
    return 1 - (inertia / power - 1) / (rows.meanSquare + columns.meanSquare - 1)
  }

  /// The frequencies of a line of pixels.
  private struct Spectrum: Sendable {
    /// The frequency of each component, counted from 1.
    let frequencies: [Double]
    let cosines: [Double]
    let sines: [Double]

    init(_ count: Int) {
      frequencies = (0..<count).map { Double($0 < count / 2 ? $0 + 1 : $0 - count) }
      let angles = (0..<count).map { 2 * Double.pi * Double($0) / Double(count) }
      (cosines, sines) = (angles.map { cos($0) }, angles.map { sin($0) })
    }

    var meanSquare: Double { frequencies.reduce(0) { $0 + $1 * $1 } / Double(frequencies.count) }

    /// Σ |F(u)|² u² / n over the discrete Fourier transform F of a line.
    func inertia(_ line: [Double]) -> Double {
      let count = line.count
      var sum = 0.0
      // The transform of real numbers at -u is the conjugate of that at u.
      for u in 0...count / 2 {
        var (real, imaginary, place) = (0.0, 0.0, 0)
        for value in line {
          real += value * cosines[place]
          imaginary -= value * sines[place]
          place += u
          if place >= count { place -= count }
        }
        let mirror = (count - u) % count
        let weight =
          frequencies[u % count] * frequencies[u % count]
          + (mirror == u % count ? 0 : frequencies[mirror] * frequencies[mirror])
        sum += (real * real + imaginary * imaginary) * weight
      }
      return sum / Double(count)
    }
  }
}
