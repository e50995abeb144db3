import RandomNumbers

/// Random changes to a training image that leave its symmetry as it is.
///
/// Each effect has its own setting; a value is drawn uniformly from a range unless noted otherwise. Effects follow the
/// order of the physics: geometry, shadow, gain, blur, noise. Noise and brightness are in fractions of the
/// image's range, from its darkest to its brightest pixel.
public struct Augmentation: Codable, Sendable, Equatable {
  /// The rotation about the beam, in degrees, counterclockwise; 0...0 for none.
  public var rotation: ClosedRange<Float> = -180...180
  /// The probability that the image is mirrored left to right.
  ///
  /// A mirror turns a crystal into its enantiomorph, so it must be 0 if classes differ in handedness.
  public var mirrorProbability: Float = 0.5
  /// The magnification; 1...1 for none.
  public var zoom: ClosedRange<Float> = 0.9...1.1
  /// The largest shift in either direction, as a fraction of the image's width and height.
  public var shift: Float = 0.05
  /// The factor on the intensity above the darkest pixel; 1...1 for none.
  public var gain: ClosedRange<Float> = 0.8...1.2
  /// The exponent of the intensity, drawn uniformly in its logarithm; 1...1 for none.
  public var gamma: ClosedRange<Float> = 0.75...1.33
  /// Shot noise: the electrons per pixel at full intensity, drawn uniformly in the logarithm; `nil` for none.
  public var poissonCounts: ClosedRange<Float>? = 100...5000
  /// The standard deviation of the camera noise; 0...0 for none.
  public var gaussianNoise: ClosedRange<Float> = 0...0.02
  /// The standard deviation of a Gaussian blur, in pixels; 0...0 for none.
  public var blur: ClosedRange<Float> = 0...0.8
  /// The largest change of brightness from the centre to the edge, as a fraction; 0 for none.
  public var backgroundGradient: Float = 0.3
  /// The probability of a rectangular shadow.
  public var occlusionProbability: Float = 0.1
  /// The sides of the shadow, as fractions of the image's width and height.
  public var occlusionSize: ClosedRange<Float> = 0.1...0.3

  /// Creates the settings for Kikuchi patterns, equal to `ebsd`.
  public init() {}

  /// Settings that change nothing.
  public static let none: Augmentation = {
    var none = Augmentation()
    none.rotation = 0...0
    none.mirrorProbability = 0
    none.zoom = 1...1
    none.shift = 0
    none.gain = 1...1
    none.gamma = 1...1
    none.poissonCounts = nil
    none.gaussianNoise = 0...0
    none.blur = 0...0
    none.backgroundGradient = 0
    none.occlusionProbability = 0
    return none
  }()

  /// Settings for EBSD patterns.
  public static let ebsd = Augmentation()

  /// Settings for spot patterns: the camera length varies more, the brightness less, and doses are lower.
  public static let spots: Augmentation = {
    var spots = Augmentation()
    spots.zoom = 0.8...1.2
    spots.shift = 0.03
    spots.gamma = 0.5...1.5
    spots.poissonCounts = 20...2000
    spots.backgroundGradient = 0.1
    spots.blur = 0...1.2
    return spots
  }()

  private static let parameters: [Parameter<Self>] = [
    Parameter("rotation", \.rotation, in: -360...360),
    Parameter("mirrorProbability", \.mirrorProbability, in: 0...1),
    Parameter("zoom", \.zoom, in: 0.1...10),
    Parameter("shift", \.shift, in: 0...1),
    Parameter("gain", \.gain, in: 0.01...100),
    Parameter("gamma", \.gamma, in: 0.1...10),
    Parameter("poissonCounts", \.poissonCounts, in: 1...1e9),
    Parameter("gaussianNoise", \.gaussianNoise, in: 0...10),
    Parameter("blur", \.blur, in: 0...100),
    Parameter("backgroundGradient", \.backgroundGradient, in: 0...1),
    Parameter("occlusionProbability", \.occlusionProbability, in: 0...1),
    Parameter("occlusionSize", \.occlusionSize, in: 0...1),
  ]

  /// Validates the settings.
  ///
  /// - Throws: `ImagingError.invalidSetting`, which names the setting and the expected values.
  public func validate() throws(ImagingError) { try Parameter.check(self, Self.parameters) }

  /// A randomly changed image of the same size and about the same range of intensities.
  ///
  /// The settings must be valid (see `validate()`); the same generator state gives the same image. Areas that a
  /// rotation or shift uncovers are filled by reflection at the edges. Shot noise is drawn from the normal distribution
  /// of the same mean and variance, cut off at 0, which is inaccurate below about five electrons per pixel.
  public func applied(
    to image: GrayImage,
    using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    let draw = Draw(from: self, using: &generator)
    guard let draw else { preconditionFailure("augmentation settings are validated before use") }
    return draw.applied(to: image)
  }
}

extension Augmentation {
  /// Reads an object whose keys are the names of settings; missing keys are as in `ebsd`.
  ///
  /// A range is an array of its two ends. `poissonCounts` may be `null`.
  ///
  /// - Throws: `ImagingError` for an unknown key or an invalid value, `DecodingError` for other types.
  public init(from decoder: any Decoder) throws {
    self.init()
    try Parameter.decode(&self, Self.parameters, from: decoder, of: "augmentation")
    try validate()
  }

  /// Writes every setting, so that a file keeps its meaning if defaults change.
  public func encode(to encoder: any Encoder) throws {
    try Parameter.encode(self, Self.parameters, to: encoder)
  }
}
