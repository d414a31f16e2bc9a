meta:
  id: tls_messages
  title: TLS records and hellos
  license: Apache-2.0
  endian: be
doc: |
  The second opinion on the messages that the hand-written views read: the same grammar, written down
  from the RFCs in another language and compiled by another program. Only tests use it.

  What a message may hold after its fixed part is left as bytes (`rest`), and the contents of an
  extension likewise: whether they must follow their own grammar is the reader's decision.
doc-ref:
  - RFC 8446 section 4.1
  - RFC 5246 section E.2
types:
  record:
    doc-ref: RFC 8446 section 5.1
    seq:
      - id: content_type
        type: u1
        valid:
          min: 20
          max: 24
      - id: major
        type: u1
        valid: 3
      - id: minor
        type: u1
      - id: len_fragment
        type: u2
        valid:
          expr: _ <= 18432 and (_ > 0 or content_type == 22 or content_type == 23)
      - id: fragment
        size: len_fragment
  client_hello:
    doc-ref: RFC 8446 section 4.1.2, RFC 6347 section 4.2.1
    params:
      - id: dtls
        type: bool
    seq:
      - id: version
        type: u2
      - id: random
        size: 32
      - id: len_session_id
        type: u1
        valid:
          max: 32
      - id: session_id
        size: len_session_id
      - id: len_cookie
        type: u1
        if: dtls
      - id: cookie
        size: len_cookie
        if: dtls
      - id: len_cipher_suites
        type: u2
        valid:
          expr: _ >= 2 and _ % 2 == 0
      - id: cipher_suites
        type: u2
        repeat: expr
        repeat-expr: len_cipher_suites / 2
      - id: len_compression_methods
        type: u1
      - id: compression_methods
        size: len_compression_methods
      - id: rest
        size-eos: true
  server_hello:
    doc-ref: RFC 8446 section 4.1.3, draft-ietf-tls-tls13-21 section 4.1.3
    seq:
      - id: version
        type: u2
      - id: random
        size: 32
      - id: len_session_id
        type: u1
        if: not is_old_draft
        valid:
          max: 32
      - id: session_id
        size: len_session_id
        if: not is_old_draft
      - id: cipher_suite
        type: u2
      - id: compression_method
        type: u1
        if: not is_old_draft
      - id: rest
        size-eos: true
    instances:
      is_old_draft:
        value: version >= 0x7f00 and version <= 0x7f15
  extension_block:
    doc-ref: RFC 8446 section 4.2
    seq:
      - id: len_extensions
        type: u2
      - id: extensions
        size: len_extensions
        type: extensions
      - id: trailing
        size-eos: true
        valid:
          expr: _.length == 0
  extensions:
    seq:
      - id: entries
        type: extension
        repeat: eos
  extension:
    seq:
      - id: extension_type
        type: u2
      - id: len_body
        type: u2
      - id: body
        size: len_body
  supported_versions:
    doc-ref: RFC 8446 section 4.2.1
    seq:
      - id: len_versions
        type: u1
        valid:
          expr: _ >= 2 and _ % 2 == 0
      - id: versions
        type: u2
        repeat: expr
        repeat-expr: len_versions / 2
      - id: trailing
        size-eos: true
        valid:
          expr: _.length == 0
  selected_version:
    doc-ref: RFC 8446 section 4.2.1
    seq:
      - id: version
        type: u2
      - id: trailing
        size-eos: true
        valid:
          expr: _.length == 0
  server_names:
    doc-ref: RFC 6066 section 3
    seq:
      - id: len_names
        type: u2
        valid:
          min: 1
      - id: list
        size: len_names
        type: server_name_list
      - id: trailing
        size-eos: true
        valid:
          expr: _.length == 0
  server_name_list:
    seq:
      - id: entries
        type: server_name
        repeat: eos
  server_name:
    seq:
      - id: name_type
        type: u1
      - id: len_name
        type: u2
        valid:
          min: 1
      - id: name
        size: len_name
  protocol_names:
    doc-ref: RFC 7301 section 3.1
    seq:
      - id: len_names
        type: u2
        valid:
          min: 2
      - id: list
        size: len_names
        type: protocol_name_list
      - id: trailing
        size-eos: true
        valid:
          expr: _.length == 0
  protocol_name_list:
    seq:
      - id: entries
        type: protocol_name
        repeat: eos
  protocol_name:
    seq:
      - id: len_name
        type: u1
        valid:
          min: 1
      - id: name
        size: len_name
  numbers_of_two_bytes:
    doc: supported_groups (RFC 8422 section 5.1.1), signature_algorithms (RFC 8446 section 4.2.3)
    seq:
      - id: len_numbers
        type: u2
        valid:
          expr: _ >= 2 and _ % 2 == 0
      - id: numbers
        type: u2
        repeat: expr
        repeat-expr: len_numbers / 2
      - id: trailing
        size-eos: true
        valid:
          expr: _.length == 0
  numbers_of_one_byte:
    doc: ec_point_formats (RFC 8422 section 5.1.2)
    seq:
      - id: len_numbers
        type: u1
        valid:
          min: 1
      - id: numbers
        type: u1
        repeat: expr
        repeat-expr: len_numbers
      - id: trailing
        size-eos: true
        valid:
          expr: _.length == 0
  cipher_spec:
    seq:
      - id: kind
        type: u1
      - id: low
        type: u2
    instances:
      value:
        value: kind * 65536 + low
  sslv2_client_hello:
    doc-ref: RFC 5246 section E.2, draft-hickman-netscape-ssl-00 section 2.5
    seq:
      - id: header
        type: u2
        valid:
          expr: _ >= 0x8000
      - id: message_type
        type: u1
        valid: 1
      - id: version
        type: u2
        valid:
          expr: _ == 2 or (_ >= 0x0300 and _ <= 0x03ff)
      - id: len_cipher_specs
        type: u2
        valid:
          expr: _ > 0 and _ % 3 == 0
      - id: len_session_id
        type: u2
        valid:
          any-of: [0, 16]
      - id: len_challenge
        type: u2
        valid:
          expr: _ >= 16 and _ <= 32 and header - 0x8000 == 9 + len_cipher_specs + len_session_id + _
      - id: cipher_specs
        type: cipher_spec
        repeat: expr
        repeat-expr: len_cipher_specs / 3
      - id: session_id
        size: len_session_id
      - id: challenge
        size: len_challenge
  sslv2_server_hello:
    doc-ref: draft-hickman-netscape-ssl-00 section 2.6
    seq:
      - id: header
        type: u2
        valid:
          expr: _ >= 0x8000
      - id: message_type
        type: u1
        valid: 4
      - id: session_id_hit
        type: u1
        valid:
          max: 1
      - id: certificate_type
        type: u1
        valid:
          max: 1
      - id: version
        type: u2
        valid: 2
      - id: len_certificate
        type: u2
        valid:
          expr: (_ == 0) == (session_id_hit == 1)
      - id: len_cipher_specs
        type: u2
        valid:
          expr: _ % 3 == 0 and (_ == 0) == (session_id_hit == 1)
      - id: len_connection_id
        type: u2
        valid:
          expr: >-
            _ >= 16 and _ <= 32 and header - 0x8000 == 11 + len_certificate + len_cipher_specs + _
      - id: certificate
        size: len_certificate
      - id: cipher_specs
        type: cipher_spec
        repeat: expr
        repeat-expr: len_cipher_specs / 3
      - id: connection_id
        size: len_connection_id
