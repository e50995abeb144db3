import Imaging

extension SpotParameterRanges: Decodable {
  /// Reads an object whose keys are the names of conditions; those that are missing are as usual.
  ///
  /// A range is an array of its two ends.
  ///
  /// - Throws: `ImagingError.unknownKey` for a key that nothing is called, `DiffractionError` for a value that makes
  ///   no sense, `DecodingError` for other types.
  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(knowingOnly: CodingKeys.self, of: "conditions")
    func read<Value: Decodable>(_ value: inout Value, _ key: CodingKeys) throws {
      if container.contains(key) { value = try container.decode(Value.self, forKey: key) }
    }
    try read(&acceleratingVoltage, .acceleratingVoltage)
    try read(&thickness, .thickness)
    try read(&thicknessSpread, .thicknessSpread)
    try read(&precessionProbability, .precessionProbability)
    try read(&precessionAngle, .precessionAngle)
    try read(&twoBeamProbability, .twoBeamProbability)
    try read(&zoneAxisProbability, .zoneAxisProbability)
    try read(&zoneAxisIndex, .zoneAxisIndex)
    try read(&zoneAxisTilt, .zoneAxisTilt)
    try read(&fieldOfView, .fieldOfView)
    try read(&offsetX, .offsetX)
    try read(&offsetY, .offsetY)
    try read(&discProbability, .discProbability)
    try read(&pseudoVoigtProbability, .pseudoVoigtProbability)
    try read(&spotRadius, .spotRadius)
    try read(&discRadius, .discRadius)
    try read(&lorentzian, .lorentzian)
    try read(&directBeam, .directBeam)
    try read(&beamStopProbability, .beamStopProbability)
    try read(&beamStopRadius, .beamStopRadius)
    try read(&beamStopArmWidth, .beamStopArmWidth)
    try read(&backgroundStrength, .backgroundStrength)
    try read(&backgroundWidth, .backgroundWidth)
    try read(&blur, .blur)
    try read(&dose, .dose)
    try read(&readNoise, .readNoise)
    try read(&exposure, .exposure)
    try read(&squareRootProbability, .squareRootProbability)
    try read(&logarithmicProbability, .logarithmicProbability)
    try validate()
  }
}
