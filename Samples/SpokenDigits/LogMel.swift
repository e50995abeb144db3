import Foundation

/// The logarithm of the energy in bands of the mel scale, frame by frame.
///
/// Mel of a frequency f in hertz: 2595 log₁₀(1 + f / 700) (O'Shaughnessy, Speech Communication, 1987). Bands are
/// triangles of equal width in mel, each from the centre of the band below to that of the band above.
struct LogMel {
  /// The number of bands.
  let bands: Int
  private let frame: Int, step: Int, size: Int
  private let window: [Float]
  private let transform: FourierTransform
  /// The weights of each band and the first frequency that they apply to.
  private let filters: [(first: Int, weights: [Float])]

  /// Creates the transform for a sampling rate in hertz: frames of 25 ms, one every 10 ms, from 60 Hz to half the rate.
  init(rate: Int, bands: Int = 40) {
    self.bands = bands
    frame = rate / 40
    step = rate / 100
    var size = 2
    while size < frame { size *= 2 }
    self.size = size
    // Hann's window.
    window = (0..<frame).map { [frame] in Float(0.5 - 0.5 * cos(2 * Double.pi * (Double($0) + 0.5) / Double(frame))) }
    transform = FourierTransform(count: size)
    func mel(_ frequency: Double) -> Double { 2595 * log10(1 + frequency / 700) }
    let (low, high) = (mel(60), mel(Double(rate) / 2))
    let centres = (0..<bands + 2).map { low + (high - low) * Double($0) / Double(bands + 1) }
    filters = (0..<bands).map { band in
      let weights = (0...size / 2).map { k -> Float in
        let place = mel(Double(k) * Double(rate) / Double(size))
        let rising = (place - centres[band]) / (centres[band + 1] - centres[band])
        let falling = (centres[band + 2] - place) / (centres[band + 2] - centres[band + 1])
        return Float(max(0, min(rising, falling)))
      }
      let first = weights.firstIndex { $0 > 0 } ?? 0
      let last = weights.lastIndex { $0 > 0 } ?? first
      return (first, Array(weights[first...last]))
    }
  }

  /// The bands of the first frame, then those of the second, and so on; at least one frame, of a silent end if need be.
  func callAsFunction(_ samples: [Float]) -> [Float] {
    let frames = max(1, 1 + (samples.count - frame) / step)
    return (0..<frames).flatMap { index in
      var values = [Float](repeating: 0, count: size)
      let start = index * step
      for i in 0..<min(frame, samples.count - start) { values[i] = samples[start + i] * window[i] }
      let powers = transform.powers(of: values)
      // The floor is the rounding noise of 16 bits.
      return filters.map { first, weights in
        log(weights.indices.reduce(Float(1e-7)) { $0 + weights[$1] * powers[first + $1] })
      }
    }
  }
}
