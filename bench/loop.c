/*
 * The yardstick of the speed measurements: reads a capture file with libpcap's pcap_next_ex and does nothing with the
 * packets. Prints how many there were and how many bytes, so that a run that stopped early is not taken for a fast one.
 *
 *   cc -O2 -o loop loop.c -lpcap
 *   ./loop FILE
 */
#include <pcap/pcap.h>
#include <stdint.h>
#include <inttypes.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    char problem[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const u_char *data;
    uint64_t packets = 0;
    uint64_t bytes = 0;
    int result;

    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    pcap_t *capture = pcap_open_offline(argv[1], problem);
    if (capture == NULL) {
        fprintf(stderr, "%s: %s\n", argv[1], problem);
        return 2;
    }
    while ((result = pcap_next_ex(capture, &header, &data)) == 1) {
        packets++;
        bytes += header->caplen;
    }
    if (result != PCAP_ERROR_BREAK) { /* which is how libpcap says end of file */
        fprintf(stderr, "%s: %s\n", argv[1], pcap_geterr(capture));
        pcap_close(capture);
        return 1;
    }
    pcap_close(capture);
    printf("%" PRIu64 " packets, %" PRIu64 " bytes\n", packets, bytes);
    return 0;
}
