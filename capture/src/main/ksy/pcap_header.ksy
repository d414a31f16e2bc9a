meta:
  id: pcap_header
  title: Global header of a pcap file
  license: Apache-2.0
doc: |
  The 24 bytes before the first packet record, in either byte order. The records themselves are
  read by hand.
doc-ref:
  - https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-06.html Section 4
seq:
  - id: magic
    type: u4be
    enum: magic
    valid:
      in-enum: true
  - id: body
    type: body
enums:
  magic:
    0xa1b2c3d4: micro_be
    0xd4c3b2a1: micro_le
    0xa1b23c4d: nano_be
    0x4d3cb2a1: nano_le
types:
  body:
    meta:
      endian:
        switch-on: _root.magic
        cases:
          'magic::micro_le': le
          'magic::nano_le': le
          _: be
    seq:
      - id: version_major
        type: u2
      - id: version_minor
        type: u2
      - id: thiszone
        type: s4
        doc: Hours of old writers' clocks; always 0 since, and ignored by every reader.
      - id: sigfigs
        type: u4
      - id: snaplen
        type: u4
      - id: network
        type: u4
    instances:
      link_type:
        value: network & 0xffff
        doc: LINKTYPE_ number; the bits above tell the length of the frame check sequence.
