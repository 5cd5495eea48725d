package oracle

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// The examples and the fixtures hold no private keys: what stands for a
// certificate, its key and the bundle of an authority is one letter.
const standIn = "c"

// withCertificates puts a real certificate where a Secret or a ConfigMap holds
// the stand-in. It is the same one throughout a run, so that it makes no
// difference between before and after a fix.
func withCertificates(u *unstructured.Unstructured) *unstructured.Unstructured {
	data, _, _ := unstructured.NestedStringMap(u.Object, "data")
	encode := func(s string) string { return s }
	if u.GetKind() == "Secret" {
		encode = func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	}
	cert, key := certificate()
	real := map[string]string{"tls.crt": cert, "tls.key": key, "ca.crt": cert}
	for name, value := range data {
		if real[name] != "" && value == encode(standIn) {
			data[name] = encode(real[name])
		}
	}
	if len(data) > 0 {
		_ = unstructured.SetNestedStringMap(u.Object, data, "data")
	}
	return u
}

var certificate = sync.OnceValues(func() (cert, key string) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "example.com"},
		NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		panic(err)
	}
	text, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: text}))
})
