TITLE="national clouds"
SHOWS="TLS 1.0 to Exchange of 21Vianet and of GCC High, TLS 1.1 to SharePoint of 21Vianet, refused; sign-in of the US Government cloud with 1.2."
EXPECT="partner.outlook.cn: instance China, critical. outlook.office365.us: USGovGCCHigh, critical. contoso.sharepoint.cn: China, refused, high. login.microsoftonline.us: TLS 1.2, no finding."

scenario() {
  openssl_server 42.159.172.10 443 partner.outlook.cn -tls1 -cipher $OLD
  openssl_server 20.35.208.10 443 outlook.office365.us -tls1 -cipher $OLD
  openssl_server 203.0.113.90 443 '*.sharepoint.cn'
  openssl_server 20.140.232.10 443 login.microsoftonline.us -tls1_2
  capture_start
  openssl_client 10.20.3.111 42.159.172.10 443 -servername partner.outlook.cn -tls1 -cipher $OLD
  openssl_client 10.20.3.112 20.35.208.10 443 -servername outlook.office365.us -tls1 -cipher $OLD
  openssl_client 10.20.3.113 203.0.113.90 443 -servername contoso.sharepoint.cn -tls1_1 -cipher $OLD
  openssl_client 10.20.3.114 20.140.232.10 443 -servername login.microsoftonline.us
}
