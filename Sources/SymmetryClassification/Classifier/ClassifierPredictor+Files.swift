import Imaging

extension ClassifierPredictor {
  /// Reads and classifies all images of files on the predictor's threads.
  ///
  /// A file of several images is read in parts, so that memory does not grow with their number.
  ///
  /// - Parameters:
  ///   - files: the paths; `scan.tif[3]` names one image of a file of several.
  ///   - staticBackground: the background by which images are divided; nil for none.
  ///   - remark: takes each remark on a scan file, one sentence, before its images.
  ///   - receive: takes the name of each image with its prediction or error, in their order; an error does not affect
  ///     the other images.
  public func predict(
    files: [String],
    staticBackground: StaticBackground? = nil,
    remark: (String) -> Void = { _ in },
    receive: (_ image: String, _ result: Result<FilePrediction, ClassificationError>) -> Void
  ) { predict(ImagePart(files: files), staticBackground: staticBackground, remark: remark, receive: receive) }

  /// Reads and classifies a part of the images of files, as ``predict(files:staticBackground:remark:receive:)``.
  package func predict(
    _ part: ImagePart,
    staticBackground: StaticBackground?,
    remark: (String) -> Void,
    receive: (_ image: String, _ result: Result<FilePrediction, ClassificationError>) -> Void
  ) {
    ImageFiles(part, pool: pool).forEachPart { image in
      try ScannedPattern(image, preprocessing: classifier.preprocessing, staticBackground: staticBackground)
    } remark: {
      remark($0)
    } body: { part in
      var predictions = results(for: part.compactMap { try? $0.content.get().image }).makeIterator()
      for image in part {
        switch image.content {
        case .failure(let error): receive(image.name, .failure(.unreadable(error)))
        case .success(let pattern):
          guard let result = predictions.next(), let prediction = result else {
            receive(image.name, .failure(.nonFiniteOutputs(image: image.name)))
            continue
          }
          receive(
            image.name,
            .success(
              FilePrediction(
                file: image.name,
                notes: pattern.notes,
                hasOutliers: pattern.hasOutliers,
                prediction: prediction
              )
            )
          )
        }
      }
    }
  }

  /// Reads and classifies all images of files, as ``predict(files:staticBackground:remark:receive:)``.
  ///
  /// - Returns: a prediction or an error per image, in their order.
  public func predictions(
    forFiles files: [String],
    staticBackground: StaticBackground? = nil
  ) -> [Result<FilePrediction, ClassificationError>] {
    var results: [Result<FilePrediction, ClassificationError>] = []
    predict(files: files, staticBackground: staticBackground) { results.append($1) }
    return results
  }
}
