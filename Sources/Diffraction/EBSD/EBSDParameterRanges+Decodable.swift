import Imaging

extension EBSDParameterRanges: Decodable {
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
    try read(&patternCenterX, .patternCenterX)
    try read(&patternCenterY, .patternCenterY)
    try read(&detectorDistance, .detectorDistance)
    try read(&detectorTilt, .detectorTilt)
    try read(&azimuth, .azimuth)
    try read(&sampleTilt, .sampleTilt)
    try read(&aspect, .aspect)
    try read(&backgroundCenterX, .backgroundCenterX)
    try read(&backgroundCenterY, .backgroundCenterY)
    try read(&backgroundWidth, .backgroundWidth)
    try read(&backgroundStrength, .backgroundStrength)
    try read(&screenProbability, .screenProbability)
    try read(&screenCenter, .screenCenter)
    try read(&screenRadius, .screenRadius)
    try read(&screenEdge, .screenEdge)
    try read(&strayLight, .strayLight)
    try read(&screenGrain, .screenGrain)
    try read(&specks, .specks)
    try read(&contrast, .contrast)
    try read(&blur, .blur)
    try read(&dose, .dose)
    try read(&readNoise, .readNoise)
    try read(&exposure, .exposure)
    try read(&gamma, .gamma)
    try read(&bitDepth, .bitDepth)
    try read(&staticProbability, .staticProbability)
    try read(&dynamicProbability, .dynamicProbability)
    try read(&divisionProbability, .divisionProbability)
    try read(&dynamicSigma, .dynamicSigma)
    try validate()
  }
}
