import Crystallography

/// The parameters of one spot pattern of a crystal; the same parameters give the same pattern.
public struct SpotParameters: Codable, Sendable, Hashable {
  /// The quaternion (w, x, y, z) of the rotation from the crystal frame to the laboratory frame of ``SpotScreen``.
  public var quaternion: SIMD4<Double>
  /// The zone axis near which the orientation was drawn, if any; for information only.
  public var zoneAxis: ZoneAxis?
  /// The accelerating voltage in kV.
  public var acceleratingVoltage: Double
  /// The thickness of the crystal along the beam, in nm.
  public var thickness: Double
  /// The relative standard deviation of the thickness within the beam.
  public var thicknessSpread: Double
  /// The precession angle in degrees; 0 without precession.
  public var precessionAngle: Double
  /// True for two-beam intensities, false for kinematical ones.
  public var isTwoBeam: Bool
  /// The size, scale and centre of the image.
  public var screen: SpotScreen
  /// The shape of the spots.
  public var profile: SpotProfile
  /// The peak of the direct beam, in units of the strongest diffracted spot.
  public var directBeam: Float
  /// The diffuse background.
  public var background: DiffuseBackground
  /// The stop that blocks the direct beam, if any.
  public var beamStop: BeamStop?
  /// The camera that records the pattern.
  public var camera: SpotCamera
  /// The seed of the noise.
  public var noiseSeed: UInt64

  /// Creates parameters; see the properties.
  public init(
    orientation: Orientation,
    zoneAxis: ZoneAxis? = nil,
    acceleratingVoltage: Double = 200,
    thickness: Double = 50,
    thicknessSpread: Double = 0,
    precessionAngle: Double = 0,
    isTwoBeam: Bool = false,
    screen: SpotScreen,
    profile: SpotProfile = .gaussian(radius: 1),
    directBeam: Float = 20,
    background: DiffuseBackground = DiffuseBackground(),
    beamStop: BeamStop? = nil,
    camera: SpotCamera = SpotCamera(),
    noiseSeed: UInt64 = 0
  ) {
    let vector = orientation.vector
    quaternion = [orientation.w, vector.x, vector.y, vector.z]
    self.zoneAxis = zoneAxis
    self.acceleratingVoltage = acceleratingVoltage
    self.thickness = thickness
    self.thicknessSpread = thicknessSpread
    self.precessionAngle = precessionAngle
    self.isTwoBeam = isTwoBeam
    self.screen = screen
    self.profile = profile
    self.directBeam = directBeam
    self.background = background
    self.beamStop = beamStop
    self.camera = camera
    self.noiseSeed = noiseSeed
  }

  /// Reads what `encode(to:)` writes.
  ///
  /// - Throws: `DiffractionError` for a value out of range, `DecodingError` for a missing or mistyped value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    quaternion = try container.decode(SIMD4<Double>.self, forKey: .quaternion)
    zoneAxis = try container.decodeIfPresent(ZoneAxis.self, forKey: .zoneAxis)
    acceleratingVoltage = try container.decode(Double.self, forKey: .acceleratingVoltage)
    thickness = try container.decode(Double.self, forKey: .thickness)
    thicknessSpread = try container.decode(Double.self, forKey: .thicknessSpread)
    precessionAngle = try container.decode(Double.self, forKey: .precessionAngle)
    isTwoBeam = try container.decode(Bool.self, forKey: .isTwoBeam)
    screen = try container.decode(SpotScreen.self, forKey: .screen)
    profile = try container.decode(SpotProfile.self, forKey: .profile)
    directBeam = try container.decode(Float.self, forKey: .directBeam)
    background = try container.decode(DiffuseBackground.self, forKey: .background)
    beamStop = try container.decodeIfPresent(BeamStop.self, forKey: .beamStop)
    camera = try container.decode(SpotCamera.self, forKey: .camera)
    noiseSeed = try container.decode(UInt64.self, forKey: .noiseSeed)
    try validate()
  }

  /// The rotation from the crystal frame to the laboratory frame.
  public var orientation: Orientation {
    Orientation(w: quaternion.x, vector: [quaternion.y, quaternion.z, quaternion.w])
  }

  /// The electron beam.
  public var beam: ElectronBeam { ElectronBeam(acceleratingVoltage: acceleratingVoltage) }

  /// Validates the parameters.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check(
      "length of the quaternion",
      (quaternion * quaternion).sum(),
      in: 1e-6...1e6
    )
    try DiffractionError.check("acceleratingVoltage", acceleratingVoltage, in: 10...1000)
    try DiffractionError.check("thickness", thickness, in: 0.1...1000)
    try DiffractionError.check("thicknessSpread", thicknessSpread, in: 0...1)
    try DiffractionError.check("precessionAngle", precessionAngle, in: 0...5)
    try screen.validate()
    try profile.validate()
    try DiffractionError.check("directBeam", directBeam, in: 0...1e9)
    try background.validate()
    try beamStop?.validate()
    try camera.validate()
  }

  /// The parameters as columns of a table, exact: reading them gives the same values.
  public var columns: [(name: String, value: String)] {
    let isPseudoVoigt = profile.name == SpotProfile.pseudoVoigt(radius: 1, lorentzian: 0).name
    return [
      ("orientation_w", "\(quaternion.x)"),
      ("orientation_x", "\(quaternion.y)"),
      ("orientation_y", "\(quaternion.z)"),
      ("orientation_z", "\(quaternion.w)"),
      ("zone_axis", zoneAxis.map { "\($0)" } ?? ""),
      ("accelerating_voltage", "\(acceleratingVoltage)"),
      ("thickness", "\(thickness)"),
      ("thickness_spread", "\(thicknessSpread)"),
      ("precession_angle", "\(precessionAngle)"),
      ("intensities", isTwoBeam ? "two-beam" : "kinematical"),
      ("scale", "\(screen.scale)"),
      ("offset_x", "\(screen.offsetX)"),
      ("offset_y", "\(screen.offsetY)"),
      ("spot_profile", profile.name),
      ("spot_radius", "\(profile.radius)"),
      ("spot_lorentzian", isPseudoVoigt ? "\(profile.lorentzian)" : ""),
      ("direct_beam", "\(directBeam)"),
      ("background_strength", "\(background.strength)"),
      ("background_width", "\(background.width)"),
      ("beam_stop_radius", beamStop.map { "\($0.radius)" } ?? ""),
      ("beam_stop_arm_width", beamStop.map { "\($0.armWidth)" } ?? ""),
      ("beam_stop_arm_direction", beamStop.map { "\($0.armDirection)" } ?? ""),
      ("blur", "\(camera.blur)"),
      ("dose", "\(camera.dose)"),
      ("read_noise", "\(camera.readNoise)"),
      ("exposure", "\(camera.exposure)"),
      ("contrast", camera.contrast.rawValue),
      ("noise_seed", "\(noiseSeed)"),
    ]
  }
}
