import RandomNumbers

/// Pixel noise, fast enough to be drawn anew for every training image.
///
/// A number of ``SplitMix64`` gives a normal number as the sum of its four 16-bit parts (the Irwin–Hall distribution):
/// exact in mean and variance, excess kurtosis -0.3, cut off at 3.46 standard deviations.
package enum PixelNoise {
  /// Adds noise whose variance at intensity v is `variancePerIntensity * v + variance`; no pixel becomes negative.
  package static func add(to pixels: inout [Float], variancePerIntensity: Float, variance: Float, seed: UInt64) {
    // The sum of four uniform numbers in 0..<65536 has this mean and standard deviation.
    let mean: Float = 2 * 65535
    let inverse = 1 / (Float(65536) * Float(65536) / 3 - 1 / Float(3)).squareRoot()
    unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      var generator = SplitMix64(seed: seed)
      for index in 0..<pixels.count {
        let bits = generator.next()
        // Both 16-bit halves of each 32-bit half are added at once.
        let pairs = (bits & 0x0000_FFFF_0000_FFFF) &+ ((bits >> 16) & 0x0000_FFFF_0000_FFFF)
        let sum = Int32(truncatingIfNeeded: (pairs & 0xFFFF_FFFF) &+ (pairs >> 32))
        let normal = (Float(sum) - mean) * inverse
        let intensity = unsafe pixels[index]
        let positive = intensity > 0 ? intensity : 0
        let deviation = (positive * variancePerIntensity + variance).squareRoot()
        let noisy = intensity + deviation * normal
        unsafe pixels[index] = noisy > 0 ? noisy : 0
      }
    }
  }
}
