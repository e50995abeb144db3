import Foundation
import RandomNumbers

extension Augmentation {
  /// The random numbers that change one image.
  struct Draw {
    /// Degrees.
    var rotation: Float
    var isMirrored: Bool
    var zoom: Float
    /// Fractions of width and height.
    var shift: SIMD2<Float>
    var gain: Float
    var gamma: Float
    var poissonCounts: Float?
    var gaussianNoise: Float
    var blur: Float
    /// The relative change of brightness from the centre to the right edge and to the lower edge.
    var gradient: SIMD2<Float>
    var shadow: Shadow?
    /// The seed of the pixel noise.
    var noiseSeed: UInt64

    /// A rectangle in fractions of width and height, and the factor on the brightness inside.
    struct Shadow { var left, top, width, height, light: Float }

    /// Draws from settings; nil if they are not valid.
    ///
    /// The number of draws does not depend on the settings, so that switching off one effect does not change the
    /// others.
    init?(from settings: Augmentation, using generator: inout some RandomNumberGenerator) {
      do { try settings.validate() } catch { return nil }
      func logarithmic(_ range: ClosedRange<Float>) -> Float {
        exp(generator.uniform(in: log(range.lowerBound)...log(range.upperBound)))
      }
      rotation = generator.uniform(in: settings.rotation)
      isMirrored = generator.chance(settings.mirrorProbability)
      zoom = generator.uniform(in: settings.zoom)
      shift = [
        generator.uniform(in: -settings.shift...settings.shift),
        generator.uniform(in: -settings.shift...settings.shift),
      ]
      gain = generator.uniform(in: settings.gain)
      gamma = logarithmic(settings.gamma)
      let counts = logarithmic(settings.poissonCounts ?? 1...1)
      poissonCounts = settings.poissonCounts == nil ? nil : counts
      gaussianNoise = generator.uniform(in: settings.gaussianNoise)
      blur = generator.uniform(in: settings.blur)
      let slope = generator.uniform(in: 0...settings.backgroundGradient)
      let direction = generator.uniform(in: -Float.pi...Float.pi)
      gradient = [slope * cos(direction), slope * sin(direction)]
      let isShadowed = generator.chance(settings.occlusionProbability)
      let width = generator.uniform(in: settings.occlusionSize)
      let height = generator.uniform(in: settings.occlusionSize)
      // The centre is in the image, so that shadows are as common at the edges as elsewhere.
      let drawn = Shadow(
        left: generator.uniform(in: 0...1) - width / 2,
        top: generator.uniform(in: 0...1) - height / 2,
        width: width,
        height: height,
        light: generator.uniform(in: 0...0.5)
      )
      shadow = isShadowed ? drawn : nil
      noiseSeed = generator.next()
    }

    func applied(to image: GrayImage) -> GrayImage {
      var result = image
      let isMoved = rotation != 0 || isMirrored || zoom != 1 || shift != .zero
      if isMoved { result = moved(image) }
      let isLit = shadow != nil || gain != 1 || gamma != 1 || gradient != .zero
      let isNoisy = poissonCounts != nil || gaussianNoise > 0
      guard isLit || isNoisy || blur > 0 else { return result }

      let (smallest, largest) = PixelArithmetic.extremes(of: image.pixels)
      let range = largest - smallest
      guard range > 0, range.isFinite else { return result }
      let count = result.pixels.count
      PixelArithmetic.scale(&result.pixels, from: 0, count: count, by: 1 / range, plus: -smallest / range)
      if isLit { relight(&result) }
      if blur > 0.1 { result = result.blurred(sigma: blur) }
      if isNoisy {
        let counts = poissonCounts ?? .infinity
        PixelNoise.add(
          to: &result.pixels,
          variancePerIntensity: 1 / counts,
          variance: gaussianNoise * gaussianNoise,
          seed: noiseSeed
        )
      }
      PixelArithmetic.scale(&result.pixels, from: 0, count: count, by: range, plus: smallest)
      return result
    }

    /// Rotation, mirror, zoom and shift in one bilinear interpolation.
    private func moved(_ image: GrayImage) -> GrayImage {
      let angle = Double(rotation) * .pi / 180
      let (cosine, sine) = (cos(angle) / Double(zoom), sin(angle) / Double(zoom))
      let handedness: Double = isMirrored ? -1 : 1
      return BilinearMap(
        // Rows run downwards, so this matrix is that of a counterclockwise rotation.
        xx: Float(handedness * cosine),
        xy: Float(-handedness * sine),
        yx: Float(sine),
        yy: Float(cosine),
        x: shift.x * Float(image.width),
        y: shift.y * Float(image.height)
      ).applied(to: image)
    }

    /// Shadow, gain, gamma and gradient on intensities within 0 and 1.
    private func relight(_ image: inout GrayImage) {
      let (width, height) = (image.width, image.height)
      let curve = GammaCurve(gamma: gamma, gain: gain)
      if gain != 1 || gamma != 1 { curve.apply(to: &image.pixels) }
      if gradient != .zero {
        let slope = gradient / [Float(width), Float(height)] * 2
        for row in 0..<height {
          let atLeft = 1 + slope.y * (Float(row) + 0.5 - Float(height) / 2) + slope.x * (0.5 - Float(width) / 2)
          PixelArithmetic.applyRamp(to: &image.pixels, from: row * width, count: width, start: atLeft, step: slope.x)
        }
      }
      if let shadow {
        let rows = span(shadow.top, shadow.height, height)
        let columns = span(shadow.left, shadow.width, width)
        for row in rows {
          PixelArithmetic.scale(
            &image.pixels,
            from: row * width + columns.lowerBound,
            count: columns.count,
            by: shadow.light,
            plus: 0
          )
        }
      }
    }

    private func span(_ start: Float, _ size: Float, _ count: Int) -> Range<Int> {
      let first = min(max(Int((start * Float(count)).rounded()), 0), count)
      let end = min(max(Int(((start + size) * Float(count)).rounded()), first), count)
      return first..<end
    }
  }
}

/// `gain * v ^ gamma` for intensities within 0 and 1, by linear interpolation in a table.
private struct GammaCurve {
  private let table: [Float]
  private static let steps = 1024

  init(gamma: Float, gain: Float) { table = (0...Self.steps).map { gain * pow(Float($0) / Float(Self.steps), gamma) } }

  func apply(to pixels: inout [Float]) {
    for index in pixels.indices {
      let pixel = pixels[index]
      // NaN becomes 0 too, since it cannot be converted to an index.
      let clamped = pixel > 0 ? (pixel < 1 ? pixel : 1) : 0
      let place = clamped * Float(Self.steps)
      let step = min(Int(place), Self.steps - 1)
      let (low, high) = (table[step], table[step + 1])
      pixels[index] = low + (high - low) * (place - Float(step))
    }
  }
}
