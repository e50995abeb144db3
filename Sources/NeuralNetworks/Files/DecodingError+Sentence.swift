extension DecodingError {
  /// What is wrong and where, in one sentence for a person, as in
  /// `layers[2].filters: expected a number`.
  public var sentence: String {
    func place(_ path: [any CodingKey]) -> String {
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
    case .keyNotFound(let key, let context):
      return place(context.codingPath) + "\"\(key.stringValue)\" is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return place(context.codingPath) + context.debugDescription
    case .dataCorrupted(let context):
      // Foundation keeps the line and column of malformed JSON in the underlying error.
      let detail = context.underlyingError.map { " (\($0))" } ?? ""
      return place(context.codingPath) + context.debugDescription + detail
    @unknown default:
      return "\(self)"
    }
  }
}
