extension DecodingError {
  /// One sentence with the path and the problem, for example `layers[2].filters: expected a number`.
  public var sentence: String {
    func location(_ path: [any CodingKey]) -> String {
      var text = ""
      for key in path {
        if let index = key.intValue {
          text += "[\(index)]"
        } else {
          text += (text.isEmpty ? "" : ".") + key.stringValue
        }
      }
      return text.isEmpty ? "" : text + ": "
    }
    switch self {
    case .keyNotFound(let key, let context): return location(context.codingPath) + "\"\(key.stringValue)\" is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return location(context.codingPath) + context.debugDescription
    case .dataCorrupted(let context):
      // Foundation keeps the line and column of malformed JSON in the underlying error.
      let detail = context.underlyingError.map { " (\($0))" } ?? ""
      return location(context.codingPath) + context.debugDescription + detail
    @unknown default: return "\(self)"
    }
  }
}
