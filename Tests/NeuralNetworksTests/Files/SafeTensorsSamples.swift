import NeuralNetworks
import Testing

/// Returns the bytes of a file with this header, its length before it and `data` after it.
func fileBytes(_ header: String, data: [UInt8] = []) -> [UInt8] {
  fileBytes(Array(header.utf8), data: data)
}

func fileBytes(_ header: [UInt8], data: [UInt8] = []) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + data
}

func decoded(_ bytes: [UInt8]) throws(SafeTensorsError) -> SafeTensors {
  try SafeTensors(decoding: bytes, name: "model.safetensors")
}

/// Returns why a file with this header is refused; `nil` where it is not.
func refusal(_ header: String, dataByteCount: Int = 0) -> SafeTensorsError.Reason? {
  refusal(fileBytes(header, data: [UInt8](repeating: 0, count: dataByteCount)))
}

func refusal(_ bytes: [UInt8]) -> SafeTensorsError.Reason? {
  do {
    _ = try decoded(bytes)
    return nil
  } catch {
    #expect(error.file == "model.safetensors")
    #expect(error.description.hasPrefix("model.safetensors: "))
    #expect(error.description.utf8.count < 1000)
    return error.reason
  }
}

/// Returns the header with one tensor `a`.
func oneTensor(_ type: String, _ shape: String, _ offsets: String) -> String {
  #"{"a":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
}

let sampleContent = SafeTensors(
  tensors: [
    .init(name: "layers.0.weight", shape: [2, 1, 1, 2], values: [1, -2.5, 0, .pi]),
    .init(name: "empty", shape: [0, 5], values: []),
    .init(name: "a \"name\"\n\u{1}\\ é 🧊", shape: [], values: [.leastNonzeroMagnitude]),
  ],
  metadata: ["z": "1", "a": "{\"k\": [1]}\t\u{0}", "é": "ß"]
)
