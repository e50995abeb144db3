import Crystallography

/// The parameters of one EBSD pattern of a crystal; the same parameters give the same pattern.
public struct EBSDParameters: Codable, Sendable, Hashable {
  /// The quaternion (w, x, y, z) of the rotation from the crystal frame to the sample frame.
  public var quaternion: SIMD4<Double>
  /// The detector and the sample tilt.
  public var geometry: DetectorGeometry
  /// The camera that records the pattern.
  public var camera: EBSDCamera
  /// The background correction of the recorded pattern.
  public var correction: PatternCorrection
  /// The seed of the noise.
  public var noiseSeed: UInt64

  /// Creates parameters; see the properties.
  public init(
    orientation: Orientation,
    geometry: DetectorGeometry,
    camera: EBSDCamera = EBSDCamera(),
    correction: PatternCorrection = .raw,
    noiseSeed: UInt64 = 0
  ) {
    let vector = orientation.vector
    quaternion = [orientation.w, vector.x, vector.y, vector.z]
    self.geometry = geometry
    self.camera = camera
    self.correction = correction
    self.noiseSeed = noiseSeed
  }

  /// Reads what `encode(to:)` writes.
  ///
  /// - Throws: `DiffractionError` for a value out of range, `DecodingError` for a missing or mistyped value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    quaternion = try container.decode(SIMD4<Double>.self, forKey: .quaternion)
    geometry = try container.decode(DetectorGeometry.self, forKey: .geometry)
    camera = try container.decode(EBSDCamera.self, forKey: .camera)
    correction = try container.decode(PatternCorrection.self, forKey: .correction)
    noiseSeed = try container.decode(UInt64.self, forKey: .noiseSeed)
    try validate()
  }

  /// The rotation from the crystal frame to the sample frame.
  public var orientation: Orientation {
    Orientation(w: quaternion.x, vector: [quaternion.y, quaternion.z, quaternion.w])
  }

  /// Validates the parameters.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check(
      "length of the quaternion",
      (quaternion * quaternion).sum(),
      in: 1e-6...1e6
    )
    try geometry.validate()
    try camera.validate()
    try correction.validate()
  }

  /// The parameters as columns of a table, exact: reading them gives the same values.
  public var columns: [(name: String, value: String)] {
    let background = camera.background
    let screen = camera.screen
    func text<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "" }
    var sigma = ""
    if case .dynamicBackground(_, let value) = correction { sigma = "\(value)" }
    return [
      ("orientation_w", "\(quaternion.x)"),
      ("orientation_x", "\(quaternion.y)"),
      ("orientation_y", "\(quaternion.z)"),
      ("orientation_z", "\(quaternion.w)"),
      ("pattern_center_x", "\(geometry.patternCenter.x)"),
      ("pattern_center_y", "\(geometry.patternCenter.y)"),
      ("pattern_center_z", "\(geometry.patternCenter.z)"),
      ("detector_tilt", "\(geometry.detectorTilt)"),
      ("azimuth", "\(geometry.azimuth)"),
      ("sample_tilt", "\(geometry.sampleTilt)"),
      ("background_center_x", "\(background.centerX)"),
      ("background_center_y", "\(background.centerY)"),
      ("background_width", "\(background.width)"),
      ("background_height", "\(background.height)"),
      ("background_strength", "\(background.strength)"),
      ("screen_center_x", text(screen?.centerX)),
      ("screen_center_y", text(screen?.centerY)),
      ("screen_radius", text(screen?.radius)),
      ("screen_edge", text(screen?.edge)),
      ("stray_light", text(screen?.strayLight)),
      ("screen_grain", text(screen?.grain)),
      ("specks", text(screen?.specks)),
      ("screen_seed", text(screen?.seed)),
      ("clouds", text(camera.diffuse?.clouds)),
      ("cloud_width", text(camera.diffuse?.cloudWidth)),
      ("excess", text(camera.diffuse?.excess)),
      ("cloud_seed", text(camera.diffuse?.seed)),
      ("shades", text(camera.flatField?.shades)),
      ("grain", text(camera.flatField?.grain)),
      ("flat_field_seed", text(camera.flatField?.seed)),
      ("contrast", "\(camera.contrast)"),
      ("blur", "\(camera.blur)"),
      ("dose", "\(camera.dose)"),
      ("read_noise", "\(camera.readNoise)"),
      ("exposure", "\(camera.exposure)"),
      ("gamma", "\(camera.gamma)"),
      ("bit_depth", "\(camera.bitDepth)"),
      ("processing", correction.name),
      ("processing_sigma", sigma),
      ("noise_seed", "\(noiseSeed)"),
    ]
  }
}
